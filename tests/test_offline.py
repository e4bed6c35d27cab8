"""Nothing leaves the machine, and libraries leave nothing in the user's folders; native code is watched too.

Python's own hooks do not see what a compiled library does, so each program runs under strace, in a network of its own
in which only loopback is up.
"""

import os
import re
import subprocess
import sys
from ipaddress import ip_address
from pathlib import Path

import pytest

from index.models import weights

ROOT = Path(__file__).parent.parent
SENDING_SECONDS = 12  # onnxruntime 1.32 looks its server up 8 to 9 seconds after the first model is loaded
OFF = "ORT_DISABLE_TELEMETRY"
OURS = {OFF, "HF_HUB_OFFLINE", "TOKENIZERS_PARALLELISM"}  # set by tests/conftest.py, not on a user's machine
ADDRESS = re.compile(r'sa_family=AF_INET6?, sin6?_port=htons\((\d+)\).*?"([^"]+)"')
RESOLVER = "io.systemd.Resolve"  # a socket that looks names up for others

LOOPBACK_UP = """
import fcntl, socket, struct
with socket.socket() as anything:
    fcntl.ioctl(anything, 0x8914, struct.pack("16sH22x", b"lo", 1))  # SIOCSIFFLAGS, IFF_UP
"""
REACHES_OUT = """
from pathlib import Path
Path("~/left").expanduser().touch()
socket.socket(type=socket.SOCK_DGRAM).connect(("127.0.0.1", 53))
socket.socket(type=socket.SOCK_DGRAM).connect(("127.0.0.1", 9))
socket.socket(socket.AF_INET6).connect(("2001:db8::1", 443))
"""
READS_JUDGES_AND_ASKS = f"""
import time
from pathlib import Path
from tests.support.documents import docx
Path("ferry.docx").write_bytes(docx(["The ferry left on Monday."]))
from assistant.judges import Verifier
Verifier.load().judge(["The ferry left."], ["The ferry left on Monday."])
sent = time.monotonic() + {SENDING_SECONDS}
from assistant.cli import main
for command in ["index ferry.docx", "search ferry", "ask When? --model=smollm2-135m"]:
    assert main([*command.split(), "--library=library"]) == 0
time.sleep(max(0, sent - time.monotonic()))
"""


def run(watch, folder, program):
    """Run the program with an empty home folder: its outcome, whom it tried to reach, the files left in that home."""
    trace, home, work = folder / "trace", folder / "home", folder / "work"
    home.mkdir()
    work.mkdir()
    environment = {name: value for name, value in os.environ.items() if name not in OURS} | {
        "HOME": str(home),
        "XDG_CACHE_HOME": str(home / ".cache"),
        "PINCITE_MODELS": str(weights.models_folder().absolute()),
        "PYTHONPATH": str(ROOT),
    }
    command = [*watch, "-o", trace, sys.executable, "-c", LOOPBACK_UP + program]
    done = subprocess.run(command, env=environment, cwd=work, capture_output=True, text=True)
    files = {str(path.relative_to(home)) for path in home.rglob("*") if path.is_file()}
    return done, outside(trace.read_text(errors="replace")), files


def outside(trace):
    """Addresses and ports in strace's notes that are not of this machine, or that look a name up (port 53)."""
    found = {(address, int(port)) for port, address in ADDRESS.findall(trace)}
    asked = {(address, port) for address, port in found if port == 53 or not ip_address(address).is_loopback}
    return asked | ({(RESOLVER, 53)} if RESOLVER in trace else set())


def test_the_watch_sees_connections_lookups_and_files(watch, tmp_path):
    _, reached, files = run(watch, tmp_path, REACHES_OUT)
    assert reached == {("127.0.0.1", 53), ("2001:db8::1", 443)}
    assert files == {"left"}


@pytest.mark.models
def test_reading_judging_and_asking_reach_nobody_and_leave_no_file(watch, tmp_path):
    done, reached, files = run(watch, tmp_path, READS_JUDGES_AND_ASKS)
    assert (done.returncode, reached, files) == (0, set(), set()), done.stderr


@pytest.mark.parametrize("package", ["corpus", "index", "assistant"])
def test_every_package_turns_telemetry_off(package):
    environment = {name: value for name, value in os.environ.items() if name != OFF}
    code = f"import {package}, os; print(os.environ['{OFF}'])"
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment, cwd=ROOT, capture_output=True, text=True
    )
    assert done.stdout == "1\n"
