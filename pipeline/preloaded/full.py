"""The fork server with our full model."""

from pipeline.preloaded import preload

preload("full")
