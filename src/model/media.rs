//! What kinds of files can be shown in a page, told by their names.

/// What a file is shown as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Media {
    /// A picture.
    Picture,
    /// Something to hear.
    Sound,
    /// Something to see and hear.
    Film,
}

/// The endings of files that browsers can show, in lower case.
const ENDINGS: &[(Media, &[&str])] = &[
    (Media::Picture, &["png", "jpg", "jpeg", "gif", "svg", "webp", "avif", "bmp"]),
    (Media::Sound, &["mp3", "m4a", "ogg", "oga", "opus", "wav", "flac"]),
    (Media::Film, &["mp4", "m4v", "webm", "ogv", "mov", "mkv"]),
];

impl Media {
    /// What the file at a path is shown as; `None` if it can only be linked to.
    /// What follows a `#` is no part of the path.
    pub fn of(path: &str) -> Option<Media> {
        let file = path.split('#').next().unwrap_or_default();
        let (_, end) = file.rsplit_once('.')?;
        let end = end.to_ascii_lowercase();
        ENDINGS.iter().find(|(_, ends)| ends.contains(&end.as_str())).map(|(media, _)| *media)
    }
}
