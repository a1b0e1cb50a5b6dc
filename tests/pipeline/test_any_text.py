"""Readers take any text: whatever words stand in whatever order, none raises, and every span is its text."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.read import read

#: Pieces that readers look at, so that random texts reach their rules.
PIECES = st.sampled_from(
    'Kultūras ministrija ministrijas padome centrs skolas un , . : ; – ( ) „ ” " Rīgā Talsu novada novados Cēsīs un '
    "Limbažu 2019. gada 14. martā 12.03.2018. –15.03.2018. no līdz 5 12 200 1 500 % eiro t.sk. ap vismaz dalībnieki "
    "pārstāvji divu dienu seminārs semināri vizīte notika notiks biedrība projekta projekts „Tilti” (KM) KM ES Nr. "
    "jautājumos A. Ozola Ilze Kalniņa eksperte vadītāja otrdien plkst. 10.00 tiešsaistē 64. vidusskola dienas Ģ. "
    "pašvaldībām pašvaldības biedrību fondu Romu romu Maltas \n \n 1) • 2020 2014.–2020. gadam "
    "rudenī š.g. šogad".split(" ")
)
TEXTS = st.lists(PIECES, min_size=1, max_size=60).map(" ".join)


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=TEXTS)
def test_no_text_is_too_odd(document, text):
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    if not lines:
        return
    made = document(*lines, published="2020-05-05")
    reading = read(made)
    mentions = [
        *reading.dates, *reading.counts, *reading.places, *reading.organisations, *reading.people, *reading.projects
    ]  # fmt: skip
    assert all(made.text[m.start : m.end] == m.text for m in mentions)
    assert all(made.text[e.start : e.end] == e.quote and e.name and e.start_date <= e.end_date for e in reading.events)
