"""ZIP archives: every file inside is a capture of its own, names are harmless, and bombs meet limits."""

from __future__ import annotations

import hashlib
import io
import stat
import warnings
import zipfile

import pytest

from hronika.types import Capture, UnreadableError
from sources.formats import limits, read
from sources.formats.zip import members, unpack

SENTENCES = b"Sanaksme notika Riga. " * 3_000


def capture(body: bytes, url: str | None = "https://km.example/faili/materiali.zip") -> Capture:
    return Capture(
        origin="km/materiali.zip", body=body, sha256="", fetched="2024-01-01T00:00:00Z", source_id="km", url=url
    )


def archive(*files: tuple[str | zipfile.ZipInfo, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, body in files:
            package.writestr(name, body)
    return out.getvalue()


def named_in(code_page: str, name: str) -> bytes:
    """An archive as an old packer writes it: the name in the machine's code page, and nothing that says which."""
    raw = name.encode(code_page)
    placeholder = "x" * len(raw)
    return archive((placeholder, b"teksts")).replace(placeholder.encode(), raw)


def test_each_file_is_a_capture() -> None:
    inside = members(capture(archive(("Programma.txt", b"viens"), ("mape/Foto 1.txt", b"divi"))))
    assert [(one.origin, one.url, one.body) for one in inside] == [
        ("km/materiali.zip/Programma.txt", "https://km.example/faili/materiali.zip#Programma.txt", b"viens"),
        ("km/materiali.zip/mape/Foto 1.txt", "https://km.example/faili/materiali.zip#mape/Foto%201.txt", b"divi"),
    ]
    assert inside[0].sha256 == hashlib.sha256(b"viens").hexdigest()
    assert (inside[0].source_id, inside[0].fetched) == ("km", "2024-01-01T00:00:00Z")


def test_files_given_by_hand_have_no_address() -> None:
    assert members(capture(archive(("a.txt", b"a")), url=None))[0].url is None


@pytest.mark.parametrize("code_page", ["utf-8", "cp775", "windows-1257"])
@pytest.mark.parametrize("name", ["Šķēršļu josla.txt", "Ģimeņu diena Ķekavā.txt", "Protokols.txt"])
def test_names_in_any_code_page(code_page: str, name: str) -> None:
    assert members(capture(named_in(code_page, name)))[0].origin == f"km/materiali.zip/{name}"


@pytest.mark.parametrize(("code_page", "name"), [("cp866", "Протокол.txt"), ("cp437", "Café.txt")])
def test_names_of_neighbours(code_page: str, name: str) -> None:
    assert members(capture(named_in(code_page, name)))[0].origin == f"km/materiali.zip/{name}"


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("../../etc/passwd", "etc/passwd"),
        ("/etc/passwd", "etc/passwd"),
        ("..\\..\\Windows\\a.txt", "Windows/a.txt"),
        ("C:\\a\\b.txt", "a/b.txt"),
        ("a/./../b.txt", "a/b.txt"),
        ("a\nb\x1b.txt", "a_b_.txt"),
        ("a" * 5000 + ".txt", "a" * 200),
    ],
)
def test_names_never_lead_anywhere(name: str, kept: str) -> None:
    assert members(capture(archive((name, b"x"))))[0].origin == f"km/materiali.zip/{kept}"


def test_one_name_twice() -> None:
    with pytest.warns(UserWarning, match="Duplicate"):
        body = archive(("a.txt", b"1"), ("a.txt", b"2"))
    assert [one.origin[-9:] for one in members(capture(body))] == ["zip/a.txt", "a.txt (2)"]


def test_what_packers_and_signatures_add_is_no_document() -> None:
    body = archive(
        ("mimetype", b"application/vnd.etsi.asic-e+zip"), ("META-INF/signatures0.xml", b"<x/>"), ("lieta.txt", b"x"),
        ("__MACOSX/._lieta.txt", b"x"), ("mape/.DS_Store", b"x"), ("Thumbs.db", b"x"), ("mape/", b""),
    )  # fmt: skip
    assert [one.origin for one in members(capture(body))] == ["km/materiali.zip/lieta.txt"]


def test_archives_in_archives_are_unpacked_in_place() -> None:
    body = archive(("iekša.zip", archive(("dziļi.zip", archive(("a.txt", b"x"))))), ("b.txt", b"y"))
    inside = members(capture(body))
    assert [one.origin for one in inside] == ["km/materiali.zip/iekša.zip/dziļi.zip/a.txt", "km/materiali.zip/b.txt"]
    assert inside[0].url == "https://km.example/faili/materiali.zip#iek%C5%A1a.zip/dzi%C4%BCi.zip/a.txt"


def test_too_deep_is_said() -> None:
    body = archive(("a.txt", b"x"))
    for _ in range(limits.MAX_ZIP_DEPTH):
        body = archive(("z.zip", body), ("b.txt", b"y"))
    unpacked = unpack(capture(body))
    assert len(unpacked.captures) == limits.MAX_ZIP_DEPTH
    assert [origin for origin, _ in unpacked.left_out] == ["km/materiali.zip" + "/z.zip" * limits.MAX_ZIP_DEPTH]
    assert "archives deep" in unpacked.left_out[0][1]


def test_a_bomb_among_documents() -> None:
    unpacked = unpack(capture(archive(("bumba.txt", bytes(50_000_000)), ("a.txt", b"x"))))
    assert [one.origin for one in unpacked.captures] == ["km/materiali.zip/a.txt"]
    assert "50,000,000 bytes" in unpacked.left_out[0][1]


def test_a_bomb_of_many_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MAX_UNPACKED", 1000)
    inner = archive(("a.txt", b"x" * 700))
    unpacked = unpack(capture(archive(("1.zip", inner), ("2.zip", inner))))
    assert len(unpacked.captures) == 1
    assert "MB" in unpacked.left_out[0][1]


def test_links_and_locked_files_are_said() -> None:
    link = zipfile.ZipInfo("saite")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    locked = bytearray(archive((link, b"/etc/passwd"), ("a.txt", b"x")))
    for at, flag in ((locked.rfind(b"PK\x01\x02"), 8), (locked.rfind(b"PK\x03\x04"), 6)):
        locked[at + flag] |= 1
    unpacked = unpack(capture(bytes(locked)))
    assert unpacked.captures == []
    reasons = [reason for _, reason in unpacked.left_out]
    assert "link" in reasons[0]
    assert "password" in reasons[1]


def test_a_damaged_member_is_left_out_alone() -> None:
    body = bytearray(archive(("a.txt", b"abcdefgh" * 100), ("b.txt", b"y")))
    body[40] ^= 0xFF
    unpacked = unpack(capture(bytes(body)))
    assert [one.body for one in unpacked.captures] == [b"y"]
    assert "damaged" in unpacked.left_out[0][1]


def test_the_archive_itself_lists_what_it_holds() -> None:
    document = read(capture(archive(("mape/Programma.txt", b"x"), ("bumba.txt", bytes(50_000_000)))))
    assert document.kind == "zip"
    assert [block.text for block in document.blocks] == ["materiali.zip", "mape/Programma.txt"]
    assert "bumba.txt" in document.notices[0]


def test_an_archive_cut_off() -> None:
    with pytest.raises(UnreadableError, match="cut off"):
        members(capture(archive(("a.txt", b"x"))[:20]))


def test_one_name_very_many_times() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)
        body = archive(*[("a.txt", b"teksts"), ("a.txt (2)", b"teksts")], *[("a.txt", b"teksts")] * 15_000)
    origins = [member.origin for member in members(capture(body))]
    assert len(set(origins)) == len(origins) == 15_002
    assert origins[2].endswith("/a.txt (3)")


def test_members_that_are_the_same_bytes() -> None:
    whole = archive(("a.txt", SENTENCES))
    start, end = whole.index(b"PK\x01\x02"), whole.index(b"PK\x05\x06")
    ending = bytearray(whole[end:])
    ending[8:12] = (50).to_bytes(2, "little") * 2
    ending[12:16] = (50 * (end - start)).to_bytes(4, "little")
    with pytest.raises(UnreadableError, match="same bytes"):
        unpack(capture(whole[:start] + whole[start:end] * 50 + bytes(ending)))
