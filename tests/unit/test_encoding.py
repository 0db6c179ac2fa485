"""Bytes become the text that was meant, whatever is declared."""

from __future__ import annotations

import pytest

from crawler.encoding import decode

HEADLINE = "Mayor’s tunnel ‘too dear’, says council"
CUT = "A teaser that was cut within a character: café".encode()[:-1]


@pytest.mark.parametrize(
    ("head", "content_type"),
    [
        ("<meta charset=utf-8>", "text/html; charset=utf-8"),
        ("<meta charset=utf-8>", None),
        ("", "text/html;charset=utf8"),
    ],
)
def test_one_broken_character_is_no_other_charset_where_utf8_is_declared(head, content_type) -> None:
    encoding, text = decode(f"<html>{head}<h1>{HEADLINE}</h1><p>".encode() + CUT + b"...</p></html>", content_type)
    assert encoding == "utf-8"
    assert HEADLINE in text
    assert "caf\ufffd..." in text


@pytest.mark.parametrize(
    ("charset", "told"),
    [
        ("cp1252", "Le pont est rouvert à l’été, « déjà », dit le maire d’une voix ravie à la télévision."),
        ("cp1251", "Мост в порту снова открыт. Мэр объяснил бюджет."),
        ("cp874", "สะพานท่าเรือเปิดอีกครั้ง นายกเทศมนตรีอธิบายงบประมาณ รัฐบาลไทยประกาศมาตรการใหม่เพื่อช่วยเหลือประชาชน"),
        ("gb18030", "港口大桥重新开放。市长解释了预算。中国新闻记者报道"),
        ("cp949", "항구의 다리가 다시 열렸다. 시장은 예산을 설명했다."),
        ("cp932", "港の橋が再開した。市長は予算を説明した。カタカナのニュースです。"),
    ],
)
def test_utf8_is_not_believed_of_a_page_of_another_charset(charset, told) -> None:
    body = f"<html><meta charset=utf-8><p>{told * 20}</p></html>".encode(charset)
    encoding, _ = decode(body, "text/html; charset=utf-8")
    assert encoding != "utf-8"
