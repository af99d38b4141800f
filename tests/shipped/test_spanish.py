"""What the patient hears in Spanish: there for every code that has it in English, and plain."""

from __future__ import annotations

import re

import pytest
import textstat

from otcodebook.catalog.load import load_catalog
from otcodebook.resources import read_resource

CATALOG = load_catalog(read_resource("catalog.json"))
EXPLAINED = [code for code in CATALOG.codes if code.patient]

GRADE_6 = 70
"""The least Fernandez-Huerta score of a text for grade 6; 100 is the plainest."""


@pytest.fixture(scope="module")
def scores() -> dict[str, float]:
    textstat.set_lang("es")
    try:
        return {code.code: float(textstat.fernandez_huerta(code.patient_es)) for code in EXPLAINED}
    finally:
        textstat.set_lang("en_US")


def test_every_explanation_is_there_in_spanish() -> None:
    assert len(EXPLAINED) > 150
    assert [code.code for code in EXPLAINED if not code.patient_es] == []


def test_the_spanish_has_two_sentences_and_no_code() -> None:
    wrong = [
        f"{code.code}: {code.patient_es}"
        for code in EXPLAINED
        if len(re.findall(r"[.?](?: |$)", code.patient_es)) != 2
        or re.search(r"\d{4}", code.patient_es)
    ]
    assert wrong == []


def test_the_spanish_speaks_to_the_patient_as_usted_and_as_in_the_us() -> None:
    """No forms of tu and vosotros, no words of Spain, no English left over."""
    other = (
        r"(?i)\b(tú|tus?|te|ti|contigo|vosotros|os|vuestr\w+|ordenador|móvil|coger|the|and|your)\b"
    )
    assert [code.code for code in EXPLAINED if re.search(other, code.patient_es)] == []


def test_the_spanish_fits_women_and_men_alike() -> None:
    """Words whose form would tell the patient's sex, such as verlo or "se sienta seguro"."""
    one_sex = (
        r"(?i)\b(verl[oa]|cuidarl[oa]|l[oa] (cuidan|operaron|sostiene|ayudan)"
        r"|(sienta|sentirse|sentarse|esté|queda|quede) (segur|derech|list|cansad|tranquil)[oa])\b"
    )
    wrong = [code.code for code in EXPLAINED if re.search(one_sex, code.patient_es)]
    assert wrong == []


def test_children_of_twelve_understand_the_spanish(scores: dict[str, float]) -> None:
    hardest = sorted(scores.items(), key=lambda item: item[1])[:5]
    print(f"mean {sum(scores.values()) / len(scores):.1f}, hardest {hardest}")
    assert hardest[0][1] >= GRADE_6, hardest
