#!/usr/bin/env python3
"""Cuts the fonts of this folder out of whole ones, to the characters that cards can need.

Usage: subset.py NotoSans-Bold.ttf NotoSans-Regular.ttf NotoSansCJK-Regular.ttc

Needs the Python packages fonttools and opencc-python-reimplemented. README.md says where the fonts are from.
"""

import json
import pathlib
import sys

import opencc
from fontTools import subset
from fontTools.ttLib import TTCollection, TTFont

HERE = pathlib.Path(__file__).parent
# Letters, figures and signs: Latin, all Cyrillic (Kazakh is in it), punctuation, the signs of tenge and number.
LETTERS = [range(0x20, 0x7F), range(0xA0, 0x180), range(0x400, 0x530), range(0x2010, 0x2030), [0x20B8, 0x2116]]
# Punctuation of Chinese, and full-width forms of ours.
CHINESE = [range(0x3001, 0x3012), range(0xFF01, 0xFF5F), [0x00B7, 0x2014, 0x2018, 0x2019, 0x201C, 0x201D, 0x2026]]
FORMS = ["s2t", "s2tw", "s2twp", "s2hk"]
SIMPLIFIED_CHINESE = "Noto Sans CJK SC"


def chinese():
    """Every Chinese character of any text here, of its wording in Traditional, and the traditional forms of each."""
    paths = [*sorted(HERE.glob("../text/zh*.json")), *sorted(HERE.glob("../wording/zh*.json"))]
    texts = [words for path in paths for words in json.loads(path.read_text("utf-8")).values()]
    found = {c for words in texts for c in words if is_chinese(c)}
    texts.append("".join(sorted(found)))
    for form in map(opencc.OpenCC, FORMS):
        found |= {c for words in texts for c in form.convert(words) if is_chinese(c)}
    return {ord(c) for c in found} | {c for part in CHINESE for c in part}


def is_chinese(c):
    return "\u3400" <= c <= "\u9fff" or "\uf900" <= c <= "\ufaff"


def font(path):
    if not path.endswith(".ttc"):
        return TTFont(path)
    return next(f for f in TTCollection(path).fonts if f["name"].getDebugName(4) == SIMPLIFIED_CHINESE)


def cut(path, characters, name):
    options = subset.Options(layout_features=[], hinting=False, desubroutinize=True, name_IDs=[0, 1, 2, 5, 13])
    options.drop_tables += ["BASE", "GDEF", "GPOS", "GSUB", "VORG", "gasp", "vhea", "vmtx"]
    whole = font(path)
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=characters)
    cutter.subset(whole)
    # The same input gives the same file.
    whole["head"].modified = whole["head"].created
    whole.recalcTimestamp = False
    whole.save(HERE / name)
    print(f"{name}: {len(characters)} characters, {(HERE / name).stat().st_size} bytes")


def main(bold, regular, characters):
    letters = {c for part in LETTERS for c in part}
    cut(bold, letters, "letters-bold.ttf")
    cut(regular, letters, "letters.ttf")
    cut(characters, chinese(), "characters.otf")


main(*sys.argv[1:])
