"""Print the documents of this folder to PDF with LibreOffice: `python tests/data/pdf/make.py`.

Debian: `apt-get install libreoffice-impress libreoffice-writer hyphen-lv fonts-liberation fonts-opensymbol`.
"""

import subprocess
import tempfile
from pathlib import Path

HERE = Path(__file__).parent

if __name__ == "__main__":
    sources = sorted(map(str, [*HERE.glob("*.fodp"), *HERE.glob("*.fodt")]))
    with tempfile.TemporaryDirectory() as profile:
        settings = f"-env:UserInstallation={Path(profile).as_uri()}"
        command = ["soffice", "--headless", settings, "--convert-to", "pdf", "--outdir", str(HERE), *sources]
        subprocess.run(command, check=True)
