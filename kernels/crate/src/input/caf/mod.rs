//! CAF, Apple's Core Audio Format: `description` says what the audio is, `packet_table` where the
//! packets of compressed audio end.

mod description;
mod packet_table;

use self::description::{Description, Kind};
use super::aac::{self, config_in_descriptors};
use super::alac::{AlacDecoder, Cookie};
use super::chunks::{Chunk, two_data_chunks, walk};
use super::opus::OpusPackets;
use super::packet_table::ListedPackets;
use super::packets::{Lead, PacketDecoder};
use super::pcm_stream::{PcmLayout, open_extent};
use super::window::Window;
use super::{Decoder, InputError, Options, SampleFormat, Source, StreamInfo, Truncation};

/// Opens a file that begins as CAF files do.
pub fn open<'a, S: Source + 'a>(
    mut source: S,
    options: Options,
) -> Result<Box<dyn Decoder + 'a>, InputError> {
    let size = source.size();
    let mut parts = Parts::default();
    walk::<8, S>(&mut source, 8, |source, chunk| {
        match &chunk.id {
            b"desc" => parts.description = Some(Description::read(source, &chunk)?),
            b"data" if parts.data.is_some() => return Err(two_data_chunks()),
            b"data" => parts.data = Some(chunk),
            b"pakt" => parts.packet_table = Some(chunk),
            b"kuki" => parts.cookie = Some(chunk),
            _ => (),
        }
        // A data chunk of unknown length is the last one.
        Ok(chunk.end() <= size && (!parts.complete() || chunk.is_named()))
    })?;
    let Some(description) = parts.description else {
        return Err(InputError::truncated_header("format", size));
    };
    let Some(data) = parts.data else {
        return Err(InputError::truncated_header("audio", size));
    };
    // A count of edits comes before the audio.
    let start = data.start.saturating_add(4);
    match description.kind {
        Kind::Pcm(coding) => {
            let bytes = match data.length {
                OPEN_LENGTH => None,
                length => Some(length.saturating_sub(4)),
            };
            let layout = PcmLayout {
                container: "CAF",
                coding,
                channels: description.channels,
                sample_rate: description.sample_rate,
            };
            Ok(Box::new(open_extent(source, layout, (start, bytes), options)?))
        }
        Kind::Aac | Kind::Alac | Kind::Opus => {
            let needs_cookie = !matches!(description.kind, Kind::Opus);
            let (Some(table), true) = (parts.packet_table, parts.cookie.is_some() || !needs_cookie)
            else {
                return Err(InputError::truncated_header("table of packets", size));
            };
            compressed(source, (table, parts.cookie), (start, &description), options)
        }
    }
}

/// A stream of packets that a table lists.
fn compressed<'a, S: Source + 'a>(
    source: S,
    (table, cookie): (Chunk, Option<Chunk>),
    (start, description): (u64, &Description),
    options: Options,
) -> Result<Box<dyn Decoder + 'a>, InputError> {
    if description.packet_frames == 0 {
        return Err(InputError::new("unsupported-format", "its packets vary in duration"));
    }
    let mut window = Window::new(source);
    let mut table = packet_table::read(&mut window, &table, (start, description))?;
    let packet_frames = u64::from(description.packet_frames);
    let most = table.packets.count() as u64 * packet_frames;
    let announced = table.lead.saturating_add(table.frames);
    if announced > most {
        return Err(InputError::new("bad-header", "its table lists too few packets")
            .found(format!("{most} frames"))
            .wanted(format!("{announced} frames")));
    }
    // The writer never went back to fill in the count.
    if table.frames == 0 {
        table.frames = most - table.lead;
    }
    let mut truncation = None;
    if table.packets.keep_whole(window.size(), options)? {
        let there = table.packets.count() as u64 * packet_frames;
        let frames = table.frames.min(there.saturating_sub(table.lead));
        truncation = Some(Truncation { missing: Some(table.frames - frames) });
        table.frames = frames;
    }
    let most = table.packets.count() as u64 * packet_frames;
    let cookie = match cookie {
        Some(cookie) => {
            window.at(cookie.start, cookie.length.min(MAX_COOKIE_BYTES) as usize)?.to_vec()
        }
        None => Vec::new(),
    };
    let info = StreamInfo {
        sample_rate: description.sample_rate,
        channels: description.channels,
        format: SampleFormat::Float32,
        frames: Some(table.frames),
        container: "CAF",
        codec: "AAC",
        bits: 0,
        seekable: false,
    };
    let lead = Lead(table.lead);
    if let Kind::Opus = description.kind {
        let codec = OpusPackets::implied(description.channels, description.sample_rate)?;
        let info = StreamInfo { codec: "Opus", ..info };
        let packets = ListedPackets::new(window, table.packets, None);
        let decoder = PacketDecoder::new(packets, codec, info, lead);
        return Ok(Box::new(decoder.lacking(truncation)));
    }
    if let Kind::Aac = description.kind {
        let config = config_in_descriptors(&cookie)?;
        agree(description, (config.channels, config.sample_rate), aac::PACKET_FRAMES)?;
        let mut packets = ListedPackets::new(window, table.packets, None);
        aac::refuse_implicit(&config, &mut packets)?;
        packets.restart();
        let decoder = PacketDecoder::new(packets, aac::decoder(config)?, info, lead);
        return Ok(Box::new(decoder.lacking(truncation)));
    }
    let cookie = Cookie::parse(&cookie)?;
    agree(description, (cookie.channels, cookie.sample_rate), cookie.frame_length)?;
    // Some writers count the last packet as a full one.
    let missing = match table.packets.last() {
        Some((start, length)) => {
            let packet = window.at(start, length as usize)?;
            cookie.frame_length - cookie.packet_frames(packet).min(cookie.frame_length)
        }
        None => 0,
    };
    let there = most.saturating_sub(missing.into()).saturating_sub(table.lead);
    let info = StreamInfo { frames: Some(table.frames.min(there)), ..info };
    let info = StreamInfo {
        format: AlacDecoder::format(&cookie),
        codec: "ALAC",
        bits: cookie.bits,
        seekable: true,
        ..info
    };
    let packets = ListedPackets::new(window, table.packets, Some(cookie.frame_length));
    let decoder = PacketDecoder::new(packets, AlacDecoder::new(cookie), info, lead);
    Ok(Box::new(decoder.lacking(truncation)))
}

/// Fails unless the file and its codec's configuration agree.
fn agree(
    description: &Description,
    (channels, sample_rate): (u32, u32),
    packet_frames: u32,
) -> Result<(), InputError> {
    let file = (description.channels, description.sample_rate, description.packet_frames);
    if file == (channels, sample_rate, packet_frames) {
        return Ok(());
    }
    Err(InputError::new("bad-header", "its header contradicts its codec's configuration")
        .found(format!("{channels} channels at {sample_rate} Hz"))
        .wanted(format!("{} channels at {} Hz", description.channels, description.sample_rate)))
}

/// Longer than any codec's configuration.
const MAX_COOKIE_BYTES: u64 = 4096;

/// The length of a data chunk whose writer couldn't go back: −1.
const OPEN_LENGTH: u64 = u64::MAX;

/// The relevant chunks.
#[derive(Default)]
struct Parts {
    description: Option<Description>,
    data: Option<Chunk>,
    packet_table: Option<Chunk>,
    cookie: Option<Chunk>,
}

impl Parts {
    /// Whether nothing else is needed.
    fn complete(&self) -> bool {
        let pcm = self.description.is_some_and(|found| matches!(found.kind, Kind::Pcm(_)));
        self.data.is_some() && (pcm || (self.packet_table.is_some() && self.cookie.is_some()))
    }
}
