//! Newtypes over text travel as their text and are parsed again on arrival.

/// Implements `Serialize` as the text and `Deserialize` through `$parse: fn(&str) -> Option<Self>`.
/// What failed to parse is named by `$what`; the value itself stays out of the error (it may be personal).
macro_rules! serde_as_text {
    ($type:ty, $text:ident, $parse:expr, $what:literal) => {
        impl serde::Serialize for $type {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.$text().as_ref())
            }
        }

        impl<'de> serde::Deserialize<'de> for $type {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = <String as serde::Deserialize>::deserialize(deserializer)?;
                let parse: fn(&str) -> Option<$type> = $parse;
                parse(&text).ok_or_else(|| serde::de::Error::custom(concat!("not ", $what)))
            }
        }
    };
}

/// A `Debug` that shows the type alone: what it holds is personal and logs must not.
macro_rules! debug_redacted {
    ($type:ident) => {
        impl std::fmt::Debug for $type {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(concat!(stringify!($type), "(…)"))
            }
        }
    };
}

pub(crate) use {debug_redacted, serde_as_text};
