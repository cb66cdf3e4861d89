"""Makes the vendored subsets from the full Noto fonts: `python -m greenlist.papers.fonts.subset SERIF.ttf SANS-BOLD.ttf`.

Kept: GB 2312, CJK punctuation, Latin, the signs of the papers, every character of Jiangxi's place names.
"""

import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent
SIGNS = "☑☐□√○●◆◇〔〕—…×≤≥≠→−²³₂·“”‘’《》〈〉①②③④⑤⑥⑦⑧⑨⑩㎡✓✗△▽"
PLACES = "鄱婺弋芗濂浔崇浮"


def characters() -> str:
    """Every character to keep."""
    kept = set(SIGNS + PLACES) | {chr(c) for c in range(0x20, 0x17F)} | {chr(c) for c in range(0x3000, 0x303F)}
    kept |= {chr(c) for c in range(0xFF01, 0xFF5F)}
    for row in range(0xA1, 0xFF):
        for cell in range(0xA1, 0xFF):
            kept.add(bytes((row, cell)).decode("gb2312", errors="ignore"))
    return "".join(sorted(kept - {""}))


def main(serif: str, sans: str) -> None:
    """Write NotoSerifSC-Regular.ttf and NotoSansSC-Bold.ttf beside this file."""
    for source, name in ((serif, "NotoSerifSC-Regular.ttf"), (sans, "NotoSansSC-Bold.ttf")):
        command = [sys.executable, "-m", "fontTools.subset", source, f"--text={characters()}", f"--output-file={HERE / name}"]
        subprocess.run([*command, "--no-hinting", "--drop-tables+=GSUB,GPOS,vhea,vmtx"], check=True)


if __name__ == "__main__":
    main(*sys.argv[1:3])
