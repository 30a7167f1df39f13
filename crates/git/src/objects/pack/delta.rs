//! Deltas: two sizes, then instructions to copy from the base or to insert what follows (gitformat-pack(5),
//! "Deltified representation").

/// What a copy instruction without a size copies.
const WHOLE: usize = 0x10000;

/// Builds the object that `instructions` make of `base`; `None` if they are damaged.
pub(super) fn apply(base: &[u8], instructions: &[u8], result: &mut Vec<u8>) -> Option<()> {
    let mut rest = instructions;
    let base_size = read_size(&mut rest)?;
    let size = read_size(&mut rest)?;
    if base_size != base.len() {
        return None;
    }
    result.clear();
    while let Some((&instruction, tail)) = rest.split_first() {
        rest = tail;
        if instruction & 0x80 != 0 {
            let offset = read_number(instruction & 0xf, &mut rest)?;
            let count = match read_number(instruction >> 4 & 0x7, &mut rest)? {
                0 => WHOLE,
                count => count,
            };
            result.extend_from_slice(base.get(offset..offset.checked_add(count)?)?);
        } else if instruction != 0 {
            let (new, tail) = rest.split_at_checked(usize::from(instruction))?;
            result.extend_from_slice(new);
            rest = tail;
        } else {
            return None;
        }
        if result.len() > size {
            return None;
        }
    }
    (result.len() == size).then_some(())
}

/// Seven bits a byte, the lowest first; the highest bit says that more follow.
fn read_size(rest: &mut &[u8]) -> Option<usize> {
    let mut size = 0_usize;
    let mut shift = 0;
    loop {
        let (&byte, tail) = rest.split_first()?;
        *rest = tail;
        size |= usize::from(byte & 0x7f).checked_shl(shift)?;
        shift += 7;
        if byte & 0x80 == 0 {
            return Some(size);
        }
    }
}

/// The bytes of a number that are not zero; bit `n` of `present` says that byte `n` follows.
fn read_number(present: u8, rest: &mut &[u8]) -> Option<usize> {
    let mut number = 0;
    for byte in (0..4).filter(|byte| present >> byte & 1 == 1) {
        let (&value, tail) = rest.split_first()?;
        *rest = tail;
        number |= usize::from(value) << (8 * byte);
    }
    Some(number)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(instructions: &[u8], expected: Option<&[u8]>) {
        let mut result = Vec::new();
        let done = apply(b"0123456789", instructions, &mut result);
        assert_eq!(done.map(|()| result.as_slice()), expected, "{instructions:?}");
    }

    #[test]
    fn copies_and_inserts() {
        check(&[10, 6, 0x91, 2, 3, 3, b'a', b'b', b'c'], Some(b"234abc"));
        check(&[10, 0], Some(b""));
        check(&[10, 4, 0x90, 4], Some(b"0123"));
    }

    #[test]
    fn refuses_damaged_deltas() {
        for instructions in [
            &[][..],
            &[10],
            &[9, 0],
            &[10, 1],
            &[10, 1, 0],
            &[10, 1, 5, b'a'],
            &[10, 2, 1, b'a'],
            &[10, 1, 0x91, 9, 2],
            &[10, 1, 0x91, 9],
            &[10, 0, 1, b'a'],
            &[10, 0x80],
        ] {
            check(instructions, None);
        }
    }
}
