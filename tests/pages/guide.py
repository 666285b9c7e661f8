"""Makes the small pictures of the guide from those that the test of it keeps: a width of 1024 pixels, 64 colours.

    CANCU_PICTURES=FOLDER cargo test --release --workspace --test all the_pictures_of_the_guide
    python3 tests/pages/guide.py FOLDER

Needs Pillow (tests/corpus/requirements.txt). Look at what it made before it is kept.
"""

import sys
from pathlib import Path

from PIL import Image

WIDTH, COLOURS = 1024, 64
NAMES = ["guide-answer", "guide-sheet", "guide-draft"]

kept = Path(sys.argv[1])
shown = Path(__file__).parents[2] / "web/picture/guide"
for name in NAMES:
    picture = Image.open(kept / f"{name}.png").convert("RGB")
    height = round(picture.height * WIDTH / picture.width)
    picture = picture.resize((WIDTH, height), Image.LANCZOS)
    picture = picture.quantize(COLOURS, dither=Image.Dither.NONE)
    file = shown / f"{name}.png"
    picture.save(file, optimize=True)
    print(file, picture.size, file.stat().st_size)
