//! `receipts key` and `receipts verify`.

use super::OperatorError;
use crate::folder::Folder;
use crate::receipts::{PublicKey, Seal, Statement};
use std::io::ErrorKind;

/// The public key of a data folder's receipts, for whoever wants to verify them.
pub fn key(folder: &Folder) -> Result<String, OperatorError> {
    let key = public_key(folder)?;
    Ok(format!("{}\n\n{}", key.hex(), key.pem()))
}

/// The public key of a data folder's receipts.
pub fn public_key(folder: &Folder) -> Result<PublicKey, OperatorError> {
    match Seal::read(&folder.key()) {
        Ok(seal) => Ok(seal.public()),
        Err(error) if error.kind() == ErrorKind::NotFound => Err(OperatorError::NoKey(folder.root().into())),
        Err(error) => Err(OperatorError::Unreadable(folder.key(), error)),
    }
}

/// What a QR code on a receipt proves.
pub fn verify(key: PublicKey, signed: &str) -> Result<String, OperatorError> {
    let Statement { number, code, procedure, received_at, due, office, sha256 } =
        key.verify(signed).ok_or(OperatorError::Forged)?;
    let due = due.unwrap_or("theo thông báo của cơ quan");
    Ok(format!(
        "Chữ ký đúng.\n\
         Mã hồ sơ:       {code}\n\
         Số gửi:         {number}\n\
         Thủ tục:        {procedure}\n\
         Nhận lúc:       {received_at}\n\
         Hẹn trả:        {due}\n\
         Nơi tiếp nhận:  xã, phường {office}\n\
         SHA-256:        {sha256}\n\n\
         Nghĩa là: cổng giữ khóa này đã nhận đúng hồ sơ có nội dung và tệp mang SHA-256 ấy, vào lúc ấy. Chữ ký\n\
         không nói ai đã gửi, hồ sơ có hợp lệ hay không, và không thay giấy tiếp nhận hồ sơ và hẹn trả kết quả.\n"
    ))
}
