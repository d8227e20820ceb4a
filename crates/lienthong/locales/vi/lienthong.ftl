problem-not-allowed = Tài khoản của bạn không có quyền thực hiện việc này.
problem-not-found = Không có gì ở địa chỉ này, hoặc bạn không có quyền biết.
problem-form-expired = Biểu mẫu đã hết hạn. Hãy quay lại, tải lại trang rồi gửi lại; những gì đã lưu vẫn còn.
problem-form-too-large = Nội dung gửi lên quá lớn.
problem-upload-broken-off = Tệp chưa tải lên hết. Hãy thử lại; những gì đã nhập vẫn còn.
