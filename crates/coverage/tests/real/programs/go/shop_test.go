package shop

import "testing"

func TestGrade(t *testing.T) {
	if Grade(0) != 1 || Grade(3) != 3 {
		t.Fatal("wrong grade")
	}
	Empty()
}
