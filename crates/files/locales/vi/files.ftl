# Vì sao một tệp không được nhận.
problem-file-too-large = Tệp lớn hơn { $max_mb } MB. Hãy chụp lại ở độ phân giải thấp hơn hoặc chia thành nhiều tệp.
problem-file-kind-unknown = Chỉ nhận ảnh JPEG, PNG, HEIC hoặc tệp PDF. Nội dung của tệp này không phải các loại đó, dù tên tệp có thể ghi như vậy.
problem-file-executable = Tệp này là một chương trình, không phải giấy tờ. Hãy chọn ảnh chụp hoặc tệp PDF.
problem-file-archive = Tệp này là tệp nén hoặc tệp Word, Excel. Hãy giải nén hoặc lưu thành PDF rồi gửi từng tệp.
problem-file-empty = Tệp này không có nội dung. Hãy chọn lại tệp.
problem-file-image-too-big-dimensions = Ảnh có kích thước quá lớn (hơn { $max_megapixels } triệu điểm ảnh). Hãy chụp hoặc lưu lại ảnh nhỏ hơn.
problem-file-damaged = Không đọc được tệp này, có thể tệp đã bị hỏng. Hãy mở thử trên máy của bạn hoặc chụp lại.
problem-file-truncated = Tệp chưa được gửi hết. Hãy gửi lại.
problem-file-upload-broken = Kết nối bị ngắt khi đang gửi tệp. Hãy gửi lại; các thông tin đã nhập vẫn còn.
problem-file-upload-gap = Có một phần của tệp chưa đến nơi. Trình duyệt sẽ gửi tiếp từ chỗ dừng.
problem-file-upload-differs = Tệp đang gửi khác với tệp đã bắt đầu gửi trước đó. Hãy chọn lại tệp.
problem-file-upload-unknown = Không còn lần gửi tệp này. Hãy chọn và gửi lại tệp.
problem-file-too-many-open = Đang có { $max } tệp tải lên dở dang. Hãy đợi các tệp đó xong rồi gửi tiếp.
problem-file-day-full = Hôm nay tài khoản này đã gửi đủ { $max_mb } MB. Những gì đã điền vẫn được giữ; hãy gửi tiếp vào ngày mai.
problem-file-disk-full = Hệ thống tạm hết chỗ để nhận giấy tờ. Những gì đã điền vẫn được giữ; hãy thử lại sau.
