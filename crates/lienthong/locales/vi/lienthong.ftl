sms-submitted = Hồ sơ { $code } đã được nộp. Xem tiến độ ở mục Hồ sơ của tôi.
sms-accepted = Hồ sơ { $code } đã được tiếp nhận.
sms-supplement-asked = Hồ sơ { $code } cần bổ sung. Mở hồ sơ để xem cần sửa gì.
sms-refused = Hồ sơ { $code }: một phần không được giải quyết. Mở hồ sơ để xem lý do.
sms-approved = Hồ sơ { $code }: đã có một kết quả, xem trong Kho giấy tờ.
sms-number-came = Hồ sơ { $code }: đã có số định danh cá nhân của trẻ.
sms-withdrawn = Hồ sơ { $code } đã được rút theo yêu cầu.
sms-consent-asked = Hồ sơ { $code } cần ý kiến đồng ý của bạn. Mở mục Ý kiến đồng ý để trả lời.
