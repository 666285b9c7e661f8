//! A page as a picture: grey or coloured pixels, for eyes and for the recogniser (as PGM).

/// A picture of 8 bits a channel, rows from the top, no padding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Picture {
    width: u32,
    height: u32,
    /// Red, green, blue of each pixel.
    pixels: Vec<u8>,
}

impl Picture {
    /// From pixels of three bytes each; `None` if their number does not fit the size.
    pub fn new(width: u32, height: u32, pixels: Vec<u8>) -> Option<Self> {
        let bytes = u64::from(width) * u64::from(height) * 3;
        (bytes > 0 && bytes == pixels.len() as u64).then_some(Self {
            width,
            height,
            pixels,
        })
    }

    /// In pixels.
    pub fn width(&self) -> u32 {
        self.width
    }

    /// In pixels.
    pub fn height(&self) -> u32 {
        self.height
    }

    /// Red, green, blue of each pixel, row by row.
    pub fn pixels(&self) -> &[u8] {
        &self.pixels
    }

    /// As a grey PGM file, the plainest thing that Tesseract reads: no decoder can stumble over it.
    pub(crate) fn pgm(&self) -> Vec<u8> {
        let luma = |rgb: &[u8]| {
            let [r, g, b] = [rgb[0], rgb[1], rgb[2]].map(u32::from);
            u8::try_from((299 * r + 587 * g + 114 * b) / 1000).unwrap_or(u8::MAX)
        };
        grey_file(self, luma)
    }

    /// The red ink alone, black on white, as PGM; `None` if there is hardly any. Stamps are red, and lie on print
    /// and lines that hide them from the recogniser.
    pub(crate) fn red_pgm(&self) -> Option<Vec<u8>> {
        let red = |rgb: &[u8]| {
            let [r, g, b] = [rgb[0], rgb[1], rgb[2]].map(i32::from);
            r > 90 && r - g.max(b) > 50
        };
        let count = self.pixels.chunks_exact(3).filter(|rgb| red(rgb)).count();
        // A stamp of 2 cm on a page is a few thousandths of it; specks of a colour scan are less.
        let enough = self.pixels.len() / 3 / 5_000;
        (count > enough.max(50)).then(|| grey_file(self, |rgb| if red(rgb) { 0 } else { 255 }))
    }

    /// The top part of it, at least one row.
    pub(crate) fn top(&self, share: f32) -> Self {
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            clippy::cast_precision_loss,
            reason = "a height within the picture"
        )]
        let height = ((self.height as f32 * share) as u32).clamp(1, self.height);
        Self {
            width: self.width,
            height,
            pixels: self.pixels[..(self.width * height * 3) as usize].to_vec(),
        }
    }

    /// Paints an area white; `[left, top, right, bottom]` in pixels, cut to the picture.
    pub(crate) fn blank(&mut self, area: [f32; 4]) {
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "floats are cut to the range of u32"
        )]
        let [left, top, right, bottom] = area.map(|n| n.max(0.0) as u32);
        let (right, bottom) = (right.min(self.width), bottom.min(self.height));
        if left >= right {
            return;
        }
        for row in top..bottom {
            let start = (row * self.width + left) as usize * 3;
            let end = (row * self.width + right) as usize * 3;
            self.pixels[start..end].fill(255);
        }
    }
}

fn grey_file(picture: &Picture, grey: impl Fn(&[u8]) -> u8) -> Vec<u8> {
    let mut file = format!("P5\n{} {}\n255\n", picture.width, picture.height).into_bytes();
    file.extend(picture.pixels.chunks_exact(3).map(grey));
    file
}
