# Messages of the form engine. One for each code in src/codes.rs, in both languages.

problem-answer-missing = Hãy điền mục này.
problem-choice-missing = Hãy chọn một mục.
problem-file-missing = Hãy tải giấy tờ này lên.
problem-answer-unfit = Câu trả lời trước đây không còn phù hợp. Hãy trả lời lại mục này.
problem-choice-unknown = Lựa chọn này không có trong danh sách. Hãy chọn lại.

problem-name-too-long = Họ tên có { $given } ký tự; tối đa là { $max } ký tự.
problem-name-digit = Họ tên không có chữ số. Hãy viết bằng chữ.
problem-name-emoji = Họ tên không có biểu tượng cảm xúc. Hãy xóa biểu tượng đó.
problem-name-control = Họ tên có ký tự không nhìn thấy được. Hãy xóa đi và gõ lại.
problem-name-sign = Họ tên không dùng ký hiệu “{ $sign }”. Chỉ dùng chữ cái, khoảng trắng, dấu nháy, gạch nối và dấu chấm.
problem-name-no-letter = Hãy viết họ tên bằng chữ cái.

problem-personal-id-not-digits = Số định danh cá nhân chỉ gồm chữ số.
problem-personal-id-length = Số định danh cá nhân có 12 chữ số; bạn đã nhập { $digits } chữ số.
problem-personal-id-lost-zero = Số này thiếu một chữ số. Có phải bạn muốn nhập { $offer } (thêm số 0 ở đầu) không?

problem-date-incomplete = Hãy điền đủ ngày, tháng và năm.
problem-date-form = Ngày, tháng, năm chỉ gồm chữ số. Ví dụ: 20 11 2026.
problem-date-year = Năm phải có 4 chữ số và hợp lý. Ví dụ: 2026.
problem-date-month = Tháng phải từ 1 đến 12.
problem-date-day = Tháng đó không có ngày này.
problem-date-in-future = Ngày này chưa đến. Hãy kiểm tra lại.

problem-commune-missing = Hãy chọn tỉnh, thành phố rồi chọn xã, phường.
problem-commune-of-other-province = Bạn đã đổi tỉnh, thành phố. Hãy chọn xã, phường trong danh sách mới.
problem-unit-unknown = Xã, phường này hiện không có trong danh mục. Hãy chọn lại.
problem-text-too-long = Nội dung có { $given } ký tự; tối đa là { $max } ký tự.
problem-text-control = Nội dung có ký tự không nhìn thấy được. Hãy xóa đi và gõ lại.
problem-text-unprintable = Ký tự “{ $sign }” không in được trên giấy tờ. Hãy xóa hoặc viết lại bằng chữ cái La-tinh.
problem-phone-form = Số điện thoại bắt đầu bằng số 0 và có 10 hoặc 11 chữ số. Ví dụ: 0912 345 678.
problem-email-form = Địa chỉ thư điện tử chưa đúng. Ví dụ: ten@example.vn.
problem-birth-notice-code-form = Số giấy chứng sinh có dạng 02020.GCS.40001.26. Hãy kiểm tra lại trên giấy.

problem-person-too-old = Thủ tục này chỉ dành cho trẻ dưới { $years } tuổi.
problem-same-person-twice = Số này đã được điền cho một người khác trong hồ sơ.
problem-parent-younger-than-child = Ngày sinh của cha hoặc mẹ không thể sau ngày sinh của trẻ.

problem-number-says-other-sex =
    { $says ->
        [male] Theo cấu trúc, số định danh này là của nam.
       *[female] Theo cấu trúc, số định danh này là của nữ.
    } Nếu số đúng như trên thẻ, hãy xác nhận để tiếp tục.
problem-number-says-other-year = Theo cấu trúc, số định danh này là của người sinh năm { $says }. Nếu số đúng như trên thẻ, hãy xác nhận để tiếp tục.
problem-birth-filed-late = Trẻ đã sinh được { $days } ngày; thời hạn đăng ký là { $limit } ngày. Hồ sơ vẫn được nhận và ghi là đăng ký quá hạn. Hãy xác nhận ngày sinh là đúng.
problem-parent-age-unusual = Theo ngày sinh đã điền, cha hoặc mẹ { $age } tuổi khi trẻ sinh ra. Hãy xác nhận nếu đúng như vậy.
problem-married-mother-alone = Cơ sở dữ liệu ghi bạn đang có chồng. Con sinh ra trong thời kỳ hôn nhân là con chung của vợ chồng. Hãy chọn “Cả cha và mẹ”, hoặc xác nhận nếu vẫn đề nghị chưa ghi phần người cha; cán bộ tư pháp sẽ xem xét.
