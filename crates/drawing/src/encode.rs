//! Pictures as PNG files.

use extract::{Picture, Rejected};
use png::{BitDepth, ColorType, Compression, Encoder, EncodingError};

/// A picture as PNG: grey where no pixel has a colour, which makes a scan a third as large.
pub fn png(picture: &Picture) -> Result<Vec<u8>, Rejected> {
    let pixels = picture.pixels();
    let coloured = pixels
        .chunks_exact(3)
        .any(|rgb| rgb[0] != rgb[1] || rgb[1] != rgb[2]);
    let written = if coloured {
        encode(picture, ColorType::Rgb, pixels)
    } else {
        let grey: Vec<u8> = pixels.iter().step_by(3).copied().collect();
        encode(picture, ColorType::Grayscale, &grey)
    };
    written.map_err(|error| Rejected::Damaged {
        detail: error.to_string(),
    })
}

fn encode(picture: &Picture, color: ColorType, pixels: &[u8]) -> Result<Vec<u8>, EncodingError> {
    let mut file = Vec::new();
    let mut encoder = Encoder::new(&mut file, picture.width(), picture.height());
    encoder.set_depth(BitDepth::Eight);
    encoder.set_color(color);
    encoder.set_compression(Compression::Fast);
    let mut writer = encoder.write_header()?;
    writer.write_image_data(pixels)?;
    writer.finish()?;
    Ok(file)
}
