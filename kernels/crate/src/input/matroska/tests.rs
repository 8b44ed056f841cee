//! Small files of PCM, put together by hand.

use crate::input::{InputError, Options, StreamInfo, open};

fn element(id: u32, contents: &[u8]) -> Vec<u8> {
    let id = id.to_be_bytes();
    let zeros = id.iter().take_while(|&&byte| byte == 0).count();
    let length = (1 << 56 | contents.len() as u64).to_be_bytes();
    [&id[zeros..], &length, contents].concat()
}

/// The same, with its length left open.
fn open_element(id: u32, contents: &[u8]) -> Vec<u8> {
    [&id.to_be_bytes()[..], &[0xFF], contents].concat()
}

fn track(number: u8, kind: u8, more: &[Vec<u8>]) -> Vec<u8> {
    let audio =
        [element(0xB5, &8000_f32.to_be_bytes()), element(0x9F, &[1]), element(0x6264, &[16])];
    let parts = [
        element(0xD7, &[number]),
        element(0x83, &[kind]),
        element(0x86, b"A_PCM/INT/LIT"),
        element(0xE1, &audio.concat()),
        more.concat(),
    ];
    element(0xAE, &parts.concat())
}

fn block(track: u8, flags: u8, contents: &[u8]) -> Vec<u8> {
    element(0xA3, &[&[0x80 | track, 0, 0, flags][..], contents].concat())
}

fn file(tracks: &[Vec<u8>], clusters: &[Vec<u8>]) -> Vec<u8> {
    let ebml = element(0x1A45_DFA3, &element(0x4282, b"matroska"));
    let segment = [element(0x1654_AE6B, &tracks.concat()), clusters.concat()].concat();
    [ebml, element(0x1853_8067, &segment)].concat()
}

fn cluster(blocks: &[Vec<u8>]) -> Vec<u8> {
    element(0x1F43_B675, &[element(0xE7, &[0]), blocks.concat()].concat())
}

fn decode_with(file: &[u8], options: Options) -> Result<(StreamInfo, Vec<u8>), InputError> {
    let mut decoder = open(file, options)?;
    let mut bytes = Vec::new();
    loop {
        match decoder.read_next()? {
            [] => return Ok((decoder.info(), bytes)),
            piece => bytes.extend_from_slice(piece),
        }
    }
}

fn decode(file: &[u8]) -> Result<Vec<u8>, InputError> {
    let (info, bytes) = decode_with(file, Options::default())?;
    assert_eq!(info.frames, Some(bytes.len() as u64 / 2));
    Ok(bytes)
}

#[test]
fn packets_of_a_block_are_taken_apart() {
    let samples: Vec<u8> = (0..100).collect();
    // Four packets of 4, 6, 80 and 10 bytes, of any length; or five of 20.
    let xiph = [&[3, 4, 6, 80][..], &samples].concat();
    let difference = |value: i16| (0x4000 | (value + 0x1FFF) as u16).to_be_bytes();
    let ebml = [&[3, 0x84][..], &difference(2), &difference(74), &samples].concat();
    let fixed = [&[4][..], &samples].concat();
    for (flags, contents) in [(0, samples.clone()), (2, xiph), (6, ebml), (4, fixed)] {
        let found = decode(&file(&[track(1, 2, &[])], &[cluster(&[block(1, flags, &contents)])]));
        assert_eq!(found.unwrap(), samples, "flags {flags}");
    }
    for (flags, contents) in
        [(2, &[1, 255][..]), (2, &[1, 9, 0]), (4, &[1, 0, 0, 0]), (6, &[1]), (2, &[])]
    {
        let bad = file(&[track(1, 2, &[])], &[cluster(&[block(1, flags, contents)])]);
        let found = decode_with(&bad, Options::default()).unwrap_err();
        assert_eq!(found.code, "damaged", "flags {flags}");
    }
}

#[test]
fn lengths_may_be_left_open() {
    let blocks = [block(1, 0, &[1, 2]), block(1, 0, &[3, 4])].concat();
    let clusters = [
        open_element(0x1F43_B675, &blocks),
        element(0x1254_C367, &[]),
        open_element(0x1F43_B675, &blocks),
    ];
    let ebml = element(0x1A45_DFA3, &element(0x4282, b"webm"));
    let tracks = element(0x1654_AE6B, &track(1, 2, &[]));
    let live =
        [&ebml[..], &open_element(0x1853_8067, &[tracks, clusters.concat()].concat())].concat();
    assert_eq!(decode(&live).unwrap(), [1, 2, 3, 4, 1, 2, 3, 4]);
    // Cut off within the last block.
    let cut = &live[..live.len() - 1];
    assert_eq!(decode(cut).unwrap_err().code, "truncated");
    let accepted = Options { accept_truncated: true, ..Options::default() };
    assert_eq!(decode_with(cut, accepted).unwrap().1, [1, 2, 3, 4, 1, 2]);
    let twice = [&live[..], &live].concat();
    assert_eq!(decode(&twice).unwrap_err().code, "unsupported-format");
}

#[test]
fn what_is_not_meant_to_be_heard_is_dropped() {
    // Two frames of delay, one frame less at the end, and one at the beginning of the second block.
    let nanoseconds = |frames: i64| (frames * 125_000).to_be_bytes();
    let group = |contents: &[u8], discard: i64| {
        let block = element(0xA1, &[&[0x81, 0, 0, 0][..], contents].concat());
        element(0xA0, &[block, element(0x75A2, &nanoseconds(discard))].concat())
    };
    let delayed = track(1, 2, &[element(0x56AA, &nanoseconds(2))]);
    let groups = [group(&[1, 1, 2, 2, 3, 3], 0), group(&[4, 4, 5, 5], -1), group(&[6, 6, 7, 7], 1)];
    assert_eq!(decode(&file(&[delayed], &[cluster(&groups)])).unwrap(), [3, 3, 5, 5, 6, 6]);
}

#[test]
fn packets_that_lack_their_beginnings_get_them_back() {
    let stripped = element(0x5034, &[element(0x4254, &[3]), element(0x4255, &[9])].concat());
    let encoded = track(1, 2, &[element(0x6D80, &element(0x6240, &stripped))]);
    let found = decode(&file(&[encoded], &[cluster(&[block(1, 0, &[1]), block(1, 0, &[2])])]));
    assert_eq!(found.unwrap(), [9, 1, 9, 2]);
    let zlib = track(1, 2, &[element(0x6D80, &element(0x6240, &element(0x5034, &[])))]);
    assert_eq!(decode(&file(&[zlib], &[])).unwrap_err().code, "unsupported-codec");
}

#[test]
fn tracks_of_audio_are_counted_from_1() {
    let tracks = [track(1, 1, &[]), track(2, 2, &[]), track(3, 2, &[])];
    let blocks = [block(1, 0, &[0; 99]), block(2, 0, &[2, 2]), block(3, 0, &[3, 3])];
    let file = file(&tracks, &[cluster(&blocks)]);
    assert_eq!(decode(&file).unwrap(), [2, 2]);
    let second = Options { track: 2, ..Options::default() };
    assert_eq!(decode_with(&file, second).unwrap().1, [3, 3]);
    let third = Options { track: 3, ..Options::default() };
    assert_eq!(decode_with(&file, third).unwrap_err().code, "no-audio");
}

#[test]
fn anything_that_is_not_known_is_damage_rather_than_less_audio() {
    let sound =
        file(&[track(1, 2, &[])], &[cluster(&[block(1, 0, &[1, 2]), block(1, 0, &[3, 4])])]);
    assert_eq!(decode(&sound).unwrap(), [1, 2, 3, 4]);
    let at = sound.iter().rposition(|&byte| byte == 0xA3).unwrap();
    let mut changed = sound.clone();
    changed[at] = 0xA4;
    assert_eq!(decode_with(&changed, Options::default()).unwrap_err().code, "damaged");
}
