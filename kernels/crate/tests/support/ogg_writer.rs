//! Takes Ogg files apart and puts them together. Shares no code with the reader.

/// The pages of a file.
pub fn pages(file: &[u8]) -> Vec<Vec<u8>> {
    let mut pages = Vec::new();
    let mut rest = file;
    while !rest.is_empty() {
        let segments = usize::from(rest[26]);
        let body: usize = rest[27..27 + segments].iter().map(|&length| usize::from(length)).sum();
        let (page, after) = rest.split_at(27 + segments + body);
        pages.push(page.to_vec());
        rest = after;
    }
    pages
}

/// Changes pages and corrects their checksums.
pub fn change(file: &[u8], mut change: impl FnMut(usize, &mut Vec<u8>)) -> Vec<u8> {
    let mut pages = pages(file);
    for (index, page) in pages.iter_mut().enumerate() {
        change(index, page);
        seal(page);
    }
    pages.concat()
}

/// Corrects a page's checksum.
pub fn seal(page: &mut [u8]) {
    page[22..26].fill(0);
    let crc = page.iter().fold(0_u32, |crc, &byte| {
        (0..8).fold(crc ^ u32::from(byte) << 24, |crc, _| {
            if crc >> 31 == 0 { crc << 1 } else { crc << 1 ^ 0x04C1_1DB7 }
        })
    });
    page[22..26].copy_from_slice(&crc.to_le_bytes());
}

/// The position in a page's header.
pub fn granule(page: &[u8]) -> u64 {
    page[6..14].iter().rev().fold(0, |value, &byte| value << 8 | u64::from(byte))
}

/// Pages that hold one long packet, numbered from `sequence`; none is the last of its stream.
pub fn long_packet(serial: &[u8], sequence: u32, packet: &[u8]) -> Vec<Vec<u8>> {
    let parts = packet.chunks(255 * 255);
    let count = parts.len();
    parts
        .zip(sequence..)
        .enumerate()
        .map(|(index, (part, sequence))| {
            let whole = part.len() / 255;
            let last = index == count - 1;
            let mut lengths = vec![255; whole];
            if last {
                lengths.push((part.len() % 255) as u8);
            }
            let mut page = b"OggS\0".to_vec();
            page.push(u8::from(index > 0));
            page.extend(if last { 0 } else { u64::MAX }.to_le_bytes());
            page.extend(serial);
            page.extend(sequence.to_le_bytes());
            page.extend([0; 4]);
            page.push(lengths.len() as u8);
            page.extend(lengths);
            page.extend(part);
            seal(&mut page);
            page
        })
        .collect()
}
