# Đăng nhập, phiên đăng nhập.
sign-in-title = Đăng nhập
sign-in-go-on = Hãy đăng nhập để tiếp tục. Những gì bạn đã lưu vẫn còn.
sign-in-username = Số định danh cá nhân hoặc tên đăng nhập
sign-in-username-hint = Ví dụ: 040 199 001 234. Cán bộ nhập tên đăng nhập được cấp.
sign-in-password = Mật khẩu
sign-in-show-password = Hiện mật khẩu
sign-in-hide-password = Ẩn mật khẩu
sign-in-submit = Đăng nhập
sign-in-help = Không đăng nhập được?
sign-in-help-password = Mật khẩu phân biệt chữ hoa, chữ thường và dấu. Nếu quên mật khẩu, hãy mang thẻ căn cước đến Bộ phận Một cửa hoặc công an cấp xã.
sign-in-help-shared = Nếu dùng chung máy với người khác, hãy đăng xuất khi xong việc.

sessions-title = Phiên đăng nhập của tôi
sessions-intro = Các thiết bị đang đăng nhập bằng tài khoản của bạn. Nếu thấy thiết bị lạ, hãy kết thúc phiên đó.
sessions-device = Thiết bị
sessions-began = Đăng nhập lúc
sessions-seen = Dùng lần cuối
sessions-act = Việc có thể làm
sessions-this-one = Thiết bị này
sessions-end = Kết thúc
sessions-end-others = Đăng xuất khỏi mọi thiết bị khác
sessions-unknown-device = Không rõ thiết bị
sessions-ended-one = Đã kết thúc phiên đăng nhập.
sessions-ended-others = Đã đăng xuất khỏi mọi thiết bị khác.
