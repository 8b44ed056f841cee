//! The identifiers of elements (RFC 9559).

pub const EBML: u32 = 0x1A45_DFA3;
pub const DOC_TYPE: u32 = 0x4282;
pub const SEGMENT: u32 = 0x1853_8067;
pub const INFO: u32 = 0x1549_A966;
pub const TIMESTAMP_SCALE: u32 = 0x2A_D7B1;
pub const SEEK_HEAD: u32 = 0x114D_9B74;
pub const SEEK: u32 = 0x4DBB;
pub const SEEK_ID: u32 = 0x53AB;
pub const SEEK_POSITION: u32 = 0x53AC;
pub const CUES: u32 = 0x1C53_BB6B;
pub const CUE_POINT: u32 = 0xBB;
pub const CUE_TRACK_POSITIONS: u32 = 0xB7;
pub const CUE_CLUSTER_POSITION: u32 = 0xF1;
pub const TRACKS: u32 = 0x1654_AE6B;
pub const CLUSTER: u32 = 0x1F43_B675;

pub const TRACK_ENTRY: u32 = 0xAE;
pub const TRACK_NUMBER: u32 = 0xD7;
pub const TRACK_TYPE: u32 = 0x83;
pub const CODEC_ID: u32 = 0x86;
pub const CODEC_PRIVATE: u32 = 0x63A2;
pub const CODEC_DELAY: u32 = 0x56AA;
pub const AUDIO: u32 = 0xE1;
pub const SAMPLING_FREQUENCY: u32 = 0xB5;
pub const OUTPUT_SAMPLING_FREQUENCY: u32 = 0x78B5;
pub const CHANNELS: u32 = 0x9F;
pub const BIT_DEPTH: u32 = 0x6264;
pub const CONTENT_ENCODINGS: u32 = 0x6D80;
pub const CONTENT_ENCODING: u32 = 0x6240;
pub const CONTENT_ENCODING_SCOPE: u32 = 0x5032;
pub const CONTENT_ENCODING_TYPE: u32 = 0x5033;
pub const CONTENT_COMPRESSION: u32 = 0x5034;
pub const CONTENT_COMP_ALGO: u32 = 0x4254;
pub const CONTENT_COMP_SETTINGS: u32 = 0x4255;

pub const TIMESTAMP: u32 = 0xE7;
pub const SIMPLE_BLOCK: u32 = 0xA3;
pub const BLOCK_GROUP: u32 = 0xA0;
pub const BLOCK: u32 = 0xA1;
pub const DISCARD_PADDING: u32 = 0x75A2;
pub const ENCRYPTED_BLOCK: u32 = 0xAF;

const VOID: u32 = 0xEC;
const CRC_32: u32 = 0xBF;

/// Whether an element may be in a segment. Anything else is damage: skipping what isn't known would
/// also skip audio whose identifier has changed.
pub fn in_segment(id: u32) -> bool {
    // Chapters, tags, attachments, signatures.
    const OTHERS: [u32; 4] = [0x1043_A770, 0x1254_C367, 0x1941_A469, 0x1B53_8667];
    matches!(id, INFO | TRACKS | CLUSTER | SEEK_HEAD | CUES | VOID | CRC_32) || OTHERS.contains(&id)
}

/// Whether an element may be in a cluster.
pub fn in_cluster(id: u32) -> bool {
    // Place, the size of the cluster before, silent tracks.
    const OTHERS: [u32; 3] = [0xA7, 0xAB, 0x5854];
    matches!(id, TIMESTAMP | SIMPLE_BLOCK | BLOCK_GROUP | ENCRYPTED_BLOCK | VOID | CRC_32)
        || OTHERS.contains(&id)
}
