"""The live preview: from a saved note to the screen, with what is wrong with it."""

import signal
import subprocess
import sys
import threading
import urllib.error
import urllib.request

import pytest
from conftest import run


@pytest.fixture
def preview(small):
    """A preview of the small book: the running command, and its first lines."""
    assert run(small, "check").returncode == 0
    command = [sys.executable, "-u", "-m", "edition", "preview", "--port", "8765"]
    with subprocess.Popen(
        command,
        cwd=small,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        # Where the tests run in the background, Ctrl-C is ignored by all that they start.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # noqa: PLW1509
    ) as started:
        limit = threading.Timer(90, started.kill)  # what hangs is an error, and not the end
        limit.start()
        yield started
        limit.cancel()
        started.kill()


def lines_until(started, ending):
    """Read what the command says, up to the line that has `ending`."""
    told = []
    for line in started.stdout:
        told.append(line.strip())
        if ending in line:
            return told
    raise AssertionError(told)


def test_a_saved_note_is_on_the_screen_and_so_is_what_is_wrong_with_it(preview, small, browser):
    address = lines_until(preview, "Preview:")[-1].split()[1]
    context = browser.new_context()
    page = context.new_page()
    refused = []
    page.on("console", lambda m: refused.append(m.text) if m.type == "error" else None)
    page.goto(f"{address}chapters/01-a-river.html#note-c1-pier")
    note = small / "annotations" / "c1" / "pier.md"
    source = note.read_text("utf-8")

    note.write_text(source.replace("\n---\n", "\n---\nQuite new: ", 1), "utf-8")
    page.get_by_text("Quite new").wait_for()
    assert page.evaluate("location.hash") == "#note-c1-pier", "the reader stays at the note"
    kept = (small / "_build/.preview/html/_static/previews.js").read_text("utf-8")
    assert '"c3p1"' in kept, "the previews of pages that did not change are still there"

    note.write_text(source.replace("kind: ", "kind: un", 1), "utf-8")
    problem = page.locator(".live-problems")
    problem.get_by_text("annotations/c1/pier.md:").wait_for()
    assert "(kind-unknown)" in problem.inner_text()
    assert any("(kind-unknown)" in line for line in lines_until(preview, "nothing was built"))
    assert page.get_by_text("Quite new").is_visible(), "the page stays as it was"

    note.write_bytes(b"\xff\xfe")
    problem.get_by_text("(file-unreadable)").wait_for()

    note.write_text(source, "utf-8")
    problem.wait_for(state="hidden")
    assert refused == [], "the page's policy lets the preview be"
    context.close()

    stranger = urllib.request.Request(address, headers={"Host": "elsewhere.example"})
    with pytest.raises(urllib.error.HTTPError, match="403"):
        urllib.request.urlopen(stranger)

    preview.send_signal(signal.SIGINT)
    assert lines_until(preview, "has ended")[-1] == "The preview has ended."
    assert preview.wait(5) == 0
