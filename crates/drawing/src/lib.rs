//! Pages of a PDF as pictures, for eyes and for the recogniser.
//!
//! Drawn by hayro: pure Rust, so that a hostile page can only panic, which is caught here. A crate of its own, because
//! a rasteriser takes long to build and the readers of text have no use for one.

mod encode;

use std::panic::{AssertUnwindSafe, catch_unwind};

use extract::{Picture, Rejected};
use hayro::{
    PixmapSettings, RenderCache, RenderSettings, hayro_interpret::InterpreterSettings,
    hayro_syntax::Pdf, vello_cpu::color::palette::css::WHITE,
};

pub use encode::png;

/// Most pixels of one picture: an A4 page at 400 dots an inch, 80 MB while it is drawn.
const PIXELS: f32 = 16e6;

/// A PDF opened for drawing its pages.
pub struct Drawing(Pdf);

impl Drawing {
    /// Opens a file. It need not be one that lopdf opens; what cannot be drawn says so.
    pub fn open(bytes: &[u8]) -> Result<Self, Rejected> {
        catch_unwind(|| Pdf::new(bytes.to_vec()))
            .ok()
            .and_then(Result::ok)
            .map(Self)
            .ok_or_else(undrawn)
    }

    /// A page, from 1, at `scale` pixels a point; a huge page is drawn smaller.
    pub fn page(&self, number: u32, scale: f32) -> Result<Picture, Rejected> {
        let draw = || {
            let page = self.0.pages().get((number as usize).checked_sub(1)?)?;
            let (width, height) = page.render_dimensions();
            let most = (PIXELS / (width * height).max(1.0)).sqrt();
            let longest = f32::from(u16::MAX) / width.max(height).max(1.0);
            let scale = scale.min(most).min(longest);
            let pixmap = hayro::render(
                page,
                &RenderCache::new(),
                &InterpreterSettings::default(),
                &RenderSettings::default(),
                &PixmapSettings {
                    x_scale: scale,
                    y_scale: scale,
                    bg_color: WHITE,
                },
            );
            let (width, height) = (u32::from(pixmap.width()), u32::from(pixmap.height()));
            let pixels = pixmap.data().iter().flat_map(|p| [p.r, p.g, p.b]);
            Picture::new(width, height, pixels.collect())
        };
        // Nothing of a page that panicked is used again but the file itself, which drawing does not change.
        let drawn = catch_unwind(AssertUnwindSafe(draw));
        drawn.ok().flatten().ok_or_else(undrawn)
    }
}

fn undrawn() -> Rejected {
    Rejected::Damaged {
        detail: "the page could not be drawn".to_owned(),
    }
}

/// Draws one page of a PDF, from 1, at `scale` pixels a point (1/72 inch): 2.0 for a screen, 4.17 for 300 dots an inch.
pub fn render(bytes: &[u8], page: u32, scale: f32) -> Result<Picture, Rejected> {
    Drawing::open(bytes)?.page(page, scale)
}
