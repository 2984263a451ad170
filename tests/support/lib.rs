//! What a journey needs: real browsers, the real gateway, invented people and papers.
//!
//! A journey is a function that takes a [`Citizen`] and runs [`on!`] some browsers.

pub mod axe;
pub mod birth;
pub mod browser;
pub mod citizen;
mod device;
pub mod environment;
pub mod faults;
pub mod film;
pub mod gateway;
mod hand;
pub mod host;
pub mod leash;
pub mod papers;
pub mod photo;
mod printer;
pub mod province;
pub mod session;
pub mod story;
pub mod suite;
mod tabs;

pub use birth::Birth;
pub use browser::Place;
pub use citizen::Citizen;
pub use gateway::Gateway;
pub use host::Host;
pub use province::{Office, Province};
pub use story::{Catalogue, Story};

/// `on!(journey: chromium_phone, firefox_desktop)` makes a test of that journey for each browser.
#[macro_export]
macro_rules! on {
    ($journey:ident: $($place:ident),+ $(,)?) => {
        mod $journey {
            $(#[test]
            fn $place() {
                $crate::suite::walk($crate::Place::named(stringify!($place)), stringify!($journey), super::$journey);
            })+
        }
    };
}
