//! Stored values: compressed JSON and text with a checksum, vectors as bytes with a scale.

use std::io::{Read as _, Write as _};

use serde::{Serialize, de::DeserializeOwned};

use crate::Error;

/// Checksum (of the plain bytes), plain length, then the compressed bytes.
const HEAD: usize = 8;

pub(crate) fn pack(plain: &[u8]) -> Result<Vec<u8>, Error> {
    let length = u32::try_from(plain.len())
        .map_err(|_| Error::Refused("a text of 4 GiB or more".to_owned()))?;
    let mut packed = Vec::with_capacity(plain.len() / 3 + HEAD);
    packed.extend_from_slice(&crc32fast::hash(plain).to_le_bytes());
    packed.extend_from_slice(&length.to_le_bytes());
    let mut encoder = flate2::write::DeflateEncoder::new(packed, flate2::Compression::fast());
    encoder.write_all(plain)?;
    Ok(encoder.finish()?)
}

pub(crate) fn unpack(packed: &[u8], place: &dyn Fn() -> String) -> Result<Vec<u8>, Error> {
    let damaged = || Error::Damaged(place());
    let (crc, rest) = packed.split_first_chunk::<4>().ok_or_else(damaged)?;
    let (length, rest) = rest.split_first_chunk::<4>().ok_or_else(damaged)?;
    let length = u32::from_le_bytes(*length);
    // The length is not yet proven: reserve no more than deflate can have made of these bytes.
    let mut plain = Vec::with_capacity((length as usize).min(rest.len().saturating_mul(1032)));
    let read = flate2::read::DeflateDecoder::new(rest)
        .take(u64::from(length) + 1)
        .read_to_end(&mut plain);
    if read.is_err()
        || plain.len() != length as usize
        || crc32fast::hash(&plain) != u32::from_le_bytes(*crc)
    {
        return Err(damaged());
    }
    Ok(plain)
}

pub(crate) fn pack_json<T: Serialize>(value: &T) -> Result<Vec<u8>, Error> {
    pack(&to_json(value)?)
}

pub(crate) fn unpack_json<T: DeserializeOwned>(
    packed: &[u8],
    place: &dyn Fn() -> String,
) -> Result<T, Error> {
    serde_json::from_slice(&unpack(packed, place)?)
        .map_err(|error| Error::Damaged(format!("{}: {error}", place())))
}

pub(crate) fn to_json<T: Serialize>(value: &T) -> Result<Vec<u8>, Error> {
    serde_json::to_vec(value).map_err(|error| Error::Refused(error.to_string()))
}

pub(crate) fn from_json<T: DeserializeOwned>(
    text: &str,
    place: &dyn Fn() -> String,
) -> Result<T, Error> {
    serde_json::from_str(text).map_err(|error| Error::Damaged(format!("{}: {error}", place())))
}

/// A checksum over several parts, each with its length so that bytes cannot move between them.
pub(crate) fn checksum(parts: &[&[u8]]) -> i64 {
    let mut hasher = crc32fast::Hasher::new();
    for part in parts {
        hasher.update(&(part.len() as u64).to_le_bytes());
        hasher.update(part);
    }
    i64::from(hasher.finalize())
}

/// Checksum, scale, one signed byte a dimension: value = byte × scale. A quarter of the floats' size; reading
/// and storing again gives the same bytes.
pub(crate) fn pack_vector(vector: &[f32]) -> Result<Vec<u8>, Error> {
    if !vector.iter().all(|value| value.is_finite()) {
        return Err(Error::Refused(
            "a vector with a value that is not a finite number".to_owned(),
        ));
    }
    let largest = vector
        .iter()
        .fold(0.0_f32, |largest, value| largest.max(value.abs()));
    let scale = if largest > 0.0 { largest / 127.0 } else { 1.0 };
    let mut body = Vec::with_capacity(vector.len() + 8);
    body.extend_from_slice(&[0; 4]);
    body.extend_from_slice(&scale.to_le_bytes());
    body.extend(
        vector
            .iter()
            .map(|value| ((value / scale).round().clamp(-127.0, 127.0) as i8).cast_unsigned()),
    );
    let crc = crc32fast::hash(&body[4..]);
    body[..4].copy_from_slice(&crc.to_le_bytes());
    Ok(body)
}

pub(crate) fn unpack_vector(body: &[u8], place: &dyn Fn() -> String) -> Result<Vec<f32>, Error> {
    let damaged = || Error::Damaged(place());
    let (crc, rest) = body.split_first_chunk::<4>().ok_or_else(damaged)?;
    if crc32fast::hash(rest) != u32::from_le_bytes(*crc) {
        return Err(damaged());
    }
    let (scale, codes) = rest.split_first_chunk::<4>().ok_or_else(damaged)?;
    let scale = f32::from_le_bytes(*scale);
    Ok(codes
        .iter()
        .map(|code| f32::from(code.cast_signed()) * scale)
        .collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn here() -> String {
        "here".to_owned()
    }

    #[test]
    fn what_is_packed_comes_back_or_is_reported() {
        for plain in ["", "a", &"Điều 1. Phạm vi điều chỉnh. ".repeat(500)] {
            let packed = pack(plain.as_bytes()).unwrap();
            assert_eq!(unpack(&packed, &here).unwrap(), plain.as_bytes());
            for n in 0..packed.len() {
                let mut bad = packed.clone();
                bad[n] ^= 0x10;
                let read = unpack(&bad, &here);
                assert!(
                    read.is_err() || read.unwrap() == plain.as_bytes(),
                    "byte {n}"
                );
            }
            assert!(unpack(&packed[..packed.len() - 1], &here).is_err());
        }
    }

    #[test]
    fn vectors_are_stable_once_rounded() {
        let vector: Vec<f32> = (0..256)
            .map(|n| ((n * 37 % 101) as f32 - 50.0) / 700.0)
            .collect();
        let once = pack_vector(&vector).unwrap();
        let back = unpack_vector(&once, &here).unwrap();
        assert_eq!(pack_vector(&back).unwrap()[8..], once[8..]);
        assert!(
            vector
                .iter()
                .zip(&back)
                .all(|(a, b)| (a - b).abs() < 0.0005)
        );
        assert!(pack_vector(&[0.0, f32::NAN]).is_err());
        assert_eq!(
            unpack_vector(&pack_vector(&[0.0, 0.0]).unwrap(), &here).unwrap(),
            [0.0, 0.0]
        );
        let mut bad = once;
        bad[20] ^= 1;
        assert!(unpack_vector(&bad, &here).is_err());
    }
}
