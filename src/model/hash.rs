//! A hash that is the same on every machine and in every version of the program.

/// The hash of a text: FNV-1a of 32 bits, over UTF-8
/// (<http://www.isthe.com/chongo/tech/comp/fnv/>).
pub(crate) fn hash(text: &str) -> u32 {
    text.bytes().fold(0x811C_9DC5, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193))
}
