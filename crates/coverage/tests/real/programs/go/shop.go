package shop

func Grade(n int) int {
	if n > 7 {
		n -= 7
		n *= 2
		return n
	}
	switch {
	case n == 0:
		return 1
	case n == 5:
		return 2
	}
	return n
}

func Empty() {}
