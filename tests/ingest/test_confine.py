import subprocess
import sys

import pytest

TRIES = {
    "write": "open('{folder}/x', 'w')",
    "append": "open('{folder}/x', 'ab')",
    "write by descriptor": "os.open('{folder}/x', os.O_CREAT | os.O_WRONLY)",
    "program": "subprocess.run(['true'])",
    "shell": "os.system('true')",
    "connect": "socket.create_connection(('127.0.0.1', 9))",
    "look up a name": "socket.getaddrinfo('localhost', 80)",
    "remove": "os.remove('{folder}/there')",
    "temporary file": "tempfile.TemporaryFile()",
}


@pytest.mark.parametrize("what", TRIES)
def test_a_reader_may_only_read(what, tmp_path):
    (tmp_path / "there").write_text("x")
    code = (
        "import os, socket, subprocess, tempfile\nfrom copilot.ingest.confine import confine\nconfine(None)\n"
        f"print(open('{tmp_path}/there').read())\n{TRIES[what].format(folder=tmp_path)}\nprint('done')"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.stdout == "x\n"
    assert "Error" in done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["there"]
