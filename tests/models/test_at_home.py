"""The model keeps to itself: it writes nothing, connects to nothing, and needs no PyTorch."""

from __future__ import annotations

import os
import subprocess
import sys

READ = """
import sys
sys.modules["torch"] = None

def watch(event, arguments):
    if event in ("socket.connect", "socket.getaddrinfo"):
        sys.exit(f"{event} {arguments}")

sys.addaudithook(watch)
import lv_hronika
print(" ".join(token.lemma_ for token in lv_hronika.load()("Rīgā notika sēde.")))
"""


def test_it_reads_without_leaving_a_trace(tmp_path):
    environment = {name: value for name, value in os.environ.items() if name != "ORT_DISABLE_TELEMETRY"}
    environment |= {
        "HOME": str(tmp_path),
        "XDG_CACHE_HOME": str(tmp_path / "cache"),
        "PYTHONPATH": os.pathsep.join(sys.path),
    }
    done = subprocess.run([sys.executable, "-c", READ], env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == "Rīga notikt sēde ."
    assert not list(tmp_path.iterdir())
