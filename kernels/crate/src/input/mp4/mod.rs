//! MPEG-4 files (M4A, M4B, MP4) and QuickTime files: `boxes` walks them, `description` gives the
//! codec, `sample_table` the packets' places, `fragments` those of files that list them bit by bit,
//! `gapless` the part of them that is meant to be heard.

mod boxes;
mod description;
mod fragments;
mod gapless;
mod sample_table;

use self::boxes::{Boxes, Mp4Box, child, u32_at};
use self::description::Description;
use self::gapless::{Audible, Edit, Units, itunes, scaled};
use super::alac::AlacDecoder;
use super::packet_table::ListedPackets;
use super::packets::{Lead, PacketDecoder};
use super::window::Window;
use super::{Decoder, InputError, Options, SampleFormat, Source, StreamInfo, Truncation, aac};

/// Opens a file that begins as MPEG-4 files do; its first audio track is used.
pub fn open<'a, S: Source + 'a>(
    source: S,
    options: Options,
) -> Result<Box<dyn Decoder + 'a>, InputError> {
    let mut window = Window::new(source);
    let movie = find_movie(&mut window)?;
    let track = find_track(&mut window, &movie, options.track())?;
    let description = Description::read(&mut window, &track.descriptions)?;
    let mut packets = sample_table::read_packets(&mut window, &track.table)?;
    let listed = (&mut packets, options);
    let fragments = fragments::read(&mut window, &movie, track.number, listed)?;
    let (sample_rate, packet_frames) = match description {
        Description::Aac(config) => (config.sample_rate, aac::PACKET_FRAMES),
        Description::Alac(cookie) => (cookie.sample_rate, cookie.frame_length),
    };
    let most = packets.count() as u64 * u64::from(packet_frames);
    let duration = sample_table::total_duration(&mut window, &track.table)?;
    let duration = duration.saturating_add(fragments.duration);
    // Packets have equal lengths, except the last one, whose duration says how much of it counts.
    let media = scaled(duration, sample_rate, track.units);
    let complete = media <= most && media + u64::from(packet_frames) > most;
    let media = if complete { media } else { most };
    let file = movie_units(&mut window, &movie)?;
    let units = Units { sample_rate, track: track.units, file, media };
    let mut audible = audible(&mut window, &movie, &track, (units, most, packet_frames))?;
    let mut truncation = fragments.cut_off.then_some(Truncation { missing: None });
    if packets.keep_whole(window.size(), options)? {
        let there = packets.count() as u64 * u64::from(packet_frames);
        let frames = audible.frames.min(there.saturating_sub(audible.lead));
        truncation = Some(Truncation { missing: Some(audible.frames - frames) });
        audible.frames = frames;
    }
    let info = StreamInfo {
        sample_rate,
        channels: 0,
        format: SampleFormat::Float32,
        frames: Some(audible.frames),
        container: "MPEG-4",
        codec: "AAC",
        bits: 0,
        seekable: false,
    };
    let lead = Lead(audible.lead);
    match description {
        Description::Aac(config) => {
            let info = StreamInfo { channels: config.channels, ..info };
            let mut packets = ListedPackets::new(window, packets, None);
            aac::refuse_implicit(&config, &mut packets)?;
            packets.restart();
            let decoder = PacketDecoder::new(packets, aac::decoder(config)?, info, lead);
            Ok(Box::new(decoder.lacking(truncation)))
        }
        Description::Alac(cookie) => {
            let info = StreamInfo {
                channels: cookie.channels,
                format: AlacDecoder::format(&cookie),
                codec: "ALAC",
                bits: cookie.bits,
                seekable: true,
                ..info
            };
            let packets = ListedPackets::new(window, packets, Some(cookie.frame_length));
            let decoder = PacketDecoder::new(packets, AlacDecoder::new(cookie), info, lead);
            Ok(Box::new(decoder.lacking(truncation)))
        }
    }
}

/// iTunes's comment if it fits the packets (it may be about a file that this one was joined from,
/// or cut out of), otherwise the edit list, otherwise everything.
fn audible<S: Source>(
    window: &mut Window<S>,
    movie: &Mp4Box,
    track: &Track,
    (units, most, packet_frames): (Units, u64, u32),
) -> Result<Audible, InputError> {
    if let Some((audible, after)) = itunes(window, movie)? {
        let sum = audible.lead.saturating_add(audible.frames).saturating_add(after);
        if audible.frames > 0 && sum <= most && sum + 2 * u64::from(packet_frames) > most {
            return Ok(audible);
        }
    }
    Ok(match Edit::read(window, &track.found)? {
        Some(edit) => edit.audible(units),
        None => Audible { lead: 0, frames: units.media },
    })
}

fn find_movie<S: Source>(window: &mut Window<S>) -> Result<Mp4Box, InputError> {
    let mut boxes = Boxes::new(0, window.size());
    while let Some(found) = boxes.next(window)? {
        match &found.kind {
            b"moov" if found.cut_off => break,
            b"moov" => return Ok(found),
            _ => (),
        }
    }
    Err(InputError::truncated_header("list of tracks (moov)", window.size()))
}

fn movie_units<S: Source>(window: &mut Window<S>, movie: &Mp4Box) -> Result<u32, InputError> {
    match child(window, movie, b"mvhd")? {
        Some(header) => units(window, &header),
        None => Ok(0),
    }
}

/// The time units per second that an `mvhd` or `mdhd` box gives.
fn units<S: Source>(window: &mut Window<S>, header: &Mp4Box) -> Result<u32, InputError> {
    let long = u32_at(window, header, 0)? >> 24 == 1;
    u32_at(window, header, if long { 20 } else { 12 })
}

struct Track {
    number: u32,
    found: Mp4Box,
    table: Mp4Box,
    descriptions: Mp4Box,
    units: u32,
}

/// The audio track that is asked for, counting from 1.
fn find_track<S: Source>(
    window: &mut Window<S>,
    movie: &Mp4Box,
    wanted: u32,
) -> Result<Track, InputError> {
    let mut audio = 0;
    let mut boxes = Boxes::inside(movie);
    while let Some(found) = boxes.next(window)? {
        if &found.kind != b"trak" {
            continue;
        }
        let Some(media) = child(window, &found, b"mdia")? else { continue };
        let Some(handler) = child(window, &media, b"hdlr")? else { continue };
        if u32_at(window, &handler, 8)?.to_be_bytes() != *b"soun" {
            continue;
        }
        let parts = (
            child(window, &media, b"mdhd")?,
            match child(window, &media, b"minf")? {
                Some(information) => child(window, &information, b"stbl")?,
                None => None,
            },
        );
        let (Some(header), Some(table)) = parts else { continue };
        let Some(descriptions) = child(window, &table, b"stsd")? else { continue };
        audio += 1;
        if audio == wanted {
            let number = match child(window, &found, b"tkhd")? {
                Some(header) => {
                    let long = u32_at(window, &header, 0)? >> 24 == 1;
                    u32_at(window, &header, if long { 20 } else { 12 })?
                }
                None => 0,
            };
            let units = units(window, &header)?;
            return Ok(Track { number, found, table, descriptions, units });
        }
    }
    Err(InputError::no_track(audio, wanted))
}
