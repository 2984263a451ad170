//! Printing a sheet without the host page around it: the sheet is drawn into a frame of its own.

use super::device::Device;
use super::page::Root;
use super::window;
use crate::print::{Block, Sheet};
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsValue, UnwrapThrowExt};
use web_sys::{Document, Element, HtmlElement, HtmlIFrameElement};

/// Draws the sheet into a frame and opens the browser's print dialogue when its style has come.
pub(crate) fn print(root: &Root, sheet: &Sheet, style: &str) {
    let _ = draw(root, sheet).and_then(|(inner, frame)| open_when_styled(&inner, frame, style));
}

/// The same, with a QR code of `text` in the sheet's canvas; without it when its code does not come.
pub(crate) async fn print_with_code(
    root: &Root,
    sheet: &Sheet,
    style: &str,
    device: Option<Device>,
    text: &str,
) {
    let Ok((inner, frame)) = draw(root, sheet) else { return };
    if let (Some(device), Ok(Some(canvas))) = (device, inner.query_selector("canvas")) {
        let _ = device.ask("qr", &[text.into(), canvas.into()]).await;
    }
    let _ = open_when_styled(&inner, frame, style);
}

fn draw(root: &Root, sheet: &Sheet) -> Result<(Document, HtmlIFrameElement), JsValue> {
    let outer = window().document().ok_or(JsValue::NULL)?;
    let frame: HtmlIFrameElement = outer.create_element("iframe")?.unchecked_into();
    frame.set_attribute("data-print", sheet.id)?;
    frame.set_attribute("title", &sheet.title)?;
    frame.set_attribute("aria-hidden", "true")?;
    frame.set_attribute("tabindex", "-1")?;
    frame.set_class_name("print-frame");
    root.append(&frame);
    let inner = frame.content_document().ok_or(JsValue::NULL)?;
    inner.set_title(&sheet.title);
    if let Some(html) = inner.document_element() {
        html.set_attribute("lang", "vi")?;
    }
    let body = inner.body().ok_or(JsValue::NULL)?;
    body.set_class_name("sheet");
    for block in &sheet.blocks {
        body.append_child(&*element(&inner, block)?)?;
    }
    Ok((inner, frame))
}

fn element(document: &Document, block: &Block) -> Result<Element, JsValue> {
    let element = document.create_element(block.tag)?;
    if !block.class.is_empty() {
        element.set_class_name(block.class);
    }
    for run in &block.runs {
        let span = document.create_element("span")?;
        if !run.class.is_empty() {
            span.set_class_name(run.class);
        }
        span.set_text_content(Some(&run.text));
        element.append_child(&span)?;
    }
    for child in &block.children {
        element.append_child(&*self::element(document, child)?)?;
    }
    Ok(element)
}

fn open_when_styled(inner: &Document, frame: HtmlIFrameElement, style: &str) -> Result<(), JsValue> {
    let link: HtmlElement = inner.create_element("link")?.unchecked_into();
    link.set_attribute("rel", "stylesheet")?;
    link.set_attribute("href", style)?;
    let open = Closure::once_into_js(move || {
        let Some(window) = frame.content_window() else { return };
        let gone = frame.clone();
        let remove = Closure::once_into_js(move || gone.remove());
        let _ = window.add_event_listener_with_callback("afterprint", remove.unchecked_ref());
        let _ = window.focus();
        let _ = window.print();
    });
    link.set_onload(Some(open.unchecked_ref()));
    inner.head().unwrap_throw().append_child(&link)?;
    Ok(())
}
