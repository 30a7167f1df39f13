package shop;

public final class Shop {
    static int grade(int n) {
        if (n > 7) {
            n -= 7;
            return n;
        }
        return n == 0 ? 1 : n;
    }

    public static void main(String[] args) {
        int total = 0;
        for (int i = 0; i < 4; i++) {
            total += grade(i);
        }
        System.out.println(total);
    }
}
