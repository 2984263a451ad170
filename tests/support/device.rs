//! The widget's JavaScript, as the gateway serves it and under the policy of its page, without the widget.

use crate::citizen::Citizen;
use crate::gateway::Gateway;
use serde_json::json;

/// An empty page of the gateway with a file input, and an asset's functions in `window.asset`.
const LOAD: &str = r#"
    const [name, done] = arguments;
    const input = document.createElement('input');
    input.type = 'file';
    document.body.replaceChildren(input);
    fetch('sw.js').then(answer => answer.text())
        .then(worker => import(new URL(worker.match(new RegExp(`assets/[^"]+\\.${name}\\.js`))[0], location)))
        .then(asset => { window.asset = asset; done(true); }, why => done(String(why)));
"#;

impl Citizen {
    /// Leaves the widget and takes one of its assets in the hand: `device`, `qr`.
    #[track_caller]
    pub fn loads(&self, asset: &str) {
        self.browser.go(&Gateway::shared().url());
        assert_eq!(self.browser.script_async(LOAD, &[json!(asset)]), true);
    }
}
