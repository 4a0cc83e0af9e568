"""A finished folder takes the place of an old one, or nothing happens."""

import pytest

from edition import replace


@pytest.fixture
def folders(tmp_path):
    new, old = tmp_path / "new", tmp_path / "old"
    for folder in (new, old):
        folder.mkdir()
        (folder / f"of-{folder.name}").touch()
    return new, old


@pytest.fixture(params=["as the system does", "by two moves"])
def way(request, monkeypatch):
    if request.param == "by two moves":
        monkeypatch.setattr(replace, "_exchange", lambda *_: False)


def names(folder):
    return sorted(path.name for path in folder.iterdir())


def test_the_new_stands_where_the_old_stood(folders, way):
    new, old = folders
    replace.replace_folder(new, old)
    assert names(old) == ["of-new"]
    assert names(old.parent) == ["old"]


def test_there_need_be_no_old_one(tmp_path, way):
    new = tmp_path / "new"
    new.mkdir()
    replace.replace_folder(new, tmp_path / "deep" / "old")
    assert (tmp_path / "deep" / "old").is_dir()


def test_if_the_move_fails_the_old_one_is_back(folders, monkeypatch):
    new, old = folders
    monkeypatch.setattr(replace, "_exchange", lambda *_: False)
    (new / "of-new").unlink()
    new.rmdir()
    with pytest.raises(OSError, match="new"):
        replace.replace_folder(new, old)
    assert names(old) == ["of-old"]


def test_this_system_exchanges_in_one_step(folders):
    new, old = folders
    if replace.sys.platform not in ("linux", "darwin"):
        pytest.skip("this system cannot exchange two names in one step")
    assert replace._exchange(new, old)
    assert names(old) == ["of-new"]
    assert names(new) == ["of-old"]
