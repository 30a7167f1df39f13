package unused

func Unused(n int) int {
	n++
	return n
}
