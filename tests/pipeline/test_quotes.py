"""Quoted names in every style of mark."""

from __future__ import annotations

import pytest

from pipeline.quotes import names_in


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("projekts „Soli pa solim”", ["Soli pa solim"]),
        ("projekts “Soli pa solim”", ["Soli pa solim"]),
        ('projekts "Soli pa solim"', ["Soli pa solim"]),
        ("projekts «Soli pa solim»", ["Soli pa solim"]),
        ("projekts „Soli pa solim“", ["Soli pa solim"]),
        ("„Jauniešu biedrība „Vējš”” un „Upe”", ["Vējš", "Jauniešu biedrība „Vējš", "Upe"]),
        ('biedrība „Vējš" un fonds „Upe”', ["Vējš", "Upe"]),
        ("nav pēdiņu", []),
        ("„neaizvērts nosaukums", []),
        ("Vadītāja atzina: „Mēs mācījāmies daudz jauna.”", []),
        ("„Tas bija labi. Turpināsim arī gadu vēlāk.”", []),
    ],
)
def test_names(text, names):
    assert [q.name for q in names_in(text)] == names


def test_span_includes_the_marks():
    text = "biedrība „Upe” aicina"
    quoted = names_in(text)[0]
    assert text[quoted.start : quoted.end] == "„Upe”"
