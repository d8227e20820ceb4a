//! The register's own keys, packed: UUIDs in sixteen bytes, keys of one length without offsets.

/// Keys by number.
#[derive(Debug, Default)]
pub(crate) struct Names {
    form: Form,
    bytes: Vec<u8>,
    ends: Vec<u64>,
    count: usize,
}

#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
enum Form {
    /// All are UUIDs in their usual form.
    Uuids,
    /// All have this many bytes.
    Length(usize),
    #[default]
    Any,
}

impl Names {
    pub(crate) fn len(&self) -> usize {
        self.count
    }

    pub(crate) fn push(&mut self, key: &[u8]) {
        if self.count == 0 {
            self.form = if uuid_bytes(key).is_some() { Form::Uuids } else { Form::Length(key.len()) };
        }
        match self.form {
            Form::Uuids => match uuid_bytes(key) {
                Some(bytes) => self.bytes.extend_from_slice(&bytes),
                None => return self.push_other(key),
            },
            Form::Length(length) if length != key.len() => return self.push_other(key),
            Form::Length(_) => self.bytes.extend_from_slice(key),
            Form::Any => {
                self.bytes.extend_from_slice(key);
                self.ends.push(self.bytes.len() as u64);
            }
        }
        self.count += 1;
    }

    /// The first key that has another form than those before: from now on with offsets.
    #[cold]
    fn push_other(&mut self, key: &[u8]) {
        let mut all = Self { form: Form::Any, ..Self::default() };
        for nth in 0..self.count as u32 {
            let key = self.get(nth);
            all.bytes.extend_from_slice(&key);
            all.ends.push(all.bytes.len() as u64);
        }
        all.count = self.count;
        *self = all;
        self.push(key);
    }

    pub(crate) fn get(&self, nth: u32) -> Vec<u8> {
        let mut out = Vec::new();
        self.write(nth, &mut out);
        out
    }

    pub(crate) fn write(&self, nth: u32, out: &mut Vec<u8>) {
        let at = nth as usize;
        match self.form {
            Form::Uuids => {
                for (nth, byte) in self.bytes[at * 16..at * 16 + 16].iter().enumerate() {
                    if matches!(nth, 4 | 6 | 8 | 10) {
                        out.push(b'-');
                    }
                    out.extend([byte >> 4, byte & 15].map(|digit| b"0123456789abcdef"[digit as usize]));
                }
            }
            Form::Length(length) => out.extend_from_slice(&self.bytes[at * length..(at + 1) * length]),
            Form::Any => {
                let from = if at == 0 { 0 } else { self.ends[at - 1] };
                out.extend_from_slice(&self.bytes[from as usize..self.ends[at] as usize]);
            }
        }
    }

    /// Adds all keys of another list.
    pub(crate) fn append(&mut self, other: &Self) {
        if self.form == other.form && self.count > 0 && self.form != Form::Any {
            self.bytes.extend_from_slice(&other.bytes);
            self.count += other.count;
            return;
        }
        let mut key = Vec::new();
        for nth in 0..other.count as u32 {
            key.clear();
            other.write(nth, &mut key);
            self.push(&key);
        }
    }

    pub(crate) fn shrink(&mut self) {
        self.bytes.shrink_to_fit();
        self.ends.shrink_to_fit();
    }
    pub(crate) fn bytes(&self) -> usize {
        self.bytes.len() + self.ends.len() * 8
    }
}

/// The bytes of a UUID written in lower case with its hyphens.
fn uuid_bytes(key: &[u8]) -> Option<[u8; 16]> {
    let mut bytes = [0; 16];
    let mut digits = 0;
    if key.len() != 36 {
        return None;
    }
    for (at, &byte) in key.iter().enumerate() {
        let digit = match byte {
            b'-' if matches!(at, 8 | 13 | 18 | 23) => continue,
            _ if matches!(at, 8 | 13 | 18 | 23) => return None,
            b'0'..=b'9' => byte - b'0',
            b'a'..=b'f' => byte - b'a' + 10,
            _ => return None,
        };
        bytes[digits / 2] |= digit << (4 * (1 - digits % 2));
        digits += 1;
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_come_back_as_they_were() {
        let uuid = "0192f3a4-5b6c-7d8e-9f00-112233445566";
        for keys in [vec![uuid, uuid], vec![uuid, "7"], vec!["001", "002"], vec!["1", "22", "", uuid], vec![""]] {
            let mut names = Names::default();
            keys.iter().for_each(|key| names.push(key.as_bytes()));
            let back: Vec<Vec<u8>> = (0..keys.len() as u32).map(|nth| names.get(nth)).collect();
            assert_eq!(back, keys.iter().map(|key| key.as_bytes().to_vec()).collect::<Vec<_>>());
        }
        let mut names = Names::default();
        names.push(uuid.as_bytes());
        assert_eq!(names.bytes(), 16);
    }
}
