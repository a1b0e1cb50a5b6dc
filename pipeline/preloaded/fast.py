"""The fork server with our fast model."""

from pipeline.preloaded import preload

preload("fast")
