"""Makes the vendored subsets: `python -m greenlist.papers.fonts.subset SERIF.ttf SANS-BOLD.ttf SERIF-CJK.ttc DEJAVU-SANS.ttf`.

Kept in the first two: GB 2312, CJK punctuation, Latin, the signs of the papers, every character of Jiangxi's place names. The third has
what else stands in the 通用规范汉字表 (standard_characters.txt, 8,105 characters): names have 镕喆堃昇垚犇玥鋆.
The fourth has the boxes to tick, signs, Greek, Cyrillic and the Latin of Europe, which the others lack.
"""

import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent
RARE, OTHER = "NotoSerifCJKsc-Rare.otf", "DejaVuSans-Signs.ttf"
BLOCKS = ((0xA0, 0x250), (0x370, 0x530), (0x2000, 0x27C0))
SIGNS = "☑☐□√○●◆◇〔〕—…×≤≥≠→−²³₂·“”‘’《》〈〉①②③④⑤⑥⑦⑧⑨⑩㎡✓✗△▽"
PLACES = "鄱婺弋芗濂浔崇浮"


def characters() -> str:
    """Every character to keep in the two common fonts."""
    kept = set(SIGNS + PLACES) | {chr(c) for c in range(0x20, 0x17F)} | {chr(c) for c in range(0x3000, 0x303F)}
    kept |= {chr(c) for c in range(0xFF01, 0xFF5F)}
    for row in range(0xA1, 0xFF):
        for cell in range(0xA1, 0xFF):
            kept.add(bytes((row, cell)).decode("gb2312", errors="ignore"))
    return "".join(sorted(kept - {""}))


def rare() -> str:
    """Every other character of the 通用规范汉字表."""
    return "".join(sorted(set((HERE / "standard_characters.txt").read_text().strip()) - set(characters())))


def signs() -> str:
    """The characters of the fourth font."""
    return "".join(chr(c) for first, end in BLOCKS for c in range(first, end))


def main(serif: str, sans: str, serif_cjk: str, dejavu: str) -> None:
    """Write the four fonts beside this file."""
    wanted = (
        (serif, "NotoSerifSC-Regular.ttf", characters()),
        (sans, "NotoSansSC-Bold.ttf", characters()),
        (serif_cjk, RARE, rare()),
        (dejavu, OTHER, signs()),
    )
    for source, name, text in wanted:
        command = [sys.executable, "-m", "fontTools.subset", source, f"--text={text}", f"--output-file={HERE / name}"]
        number = ["--font-number=2"] if source.endswith(".ttc") else []  # of the five in the file, that for Simplified Chinese
        subprocess.run([*command, *number, "--no-hinting", "--desubroutinize", "--drop-tables+=GSUB,GPOS,vhea,vmtx"], check=True)


if __name__ == "__main__":
    main(*sys.argv[1:5])
