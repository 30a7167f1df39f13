<?php
use PHPUnit\Framework\TestCase;
use Shop\Shop;

require_once __DIR__ . '/../src/Shop.php';

final class ShopTest extends TestCase
{
    public function testGrade(): void
    {
        $this->assertSame(1, (new Shop())->grade(0));
        $this->assertSame(3, (new Shop())->grade(3));
    }
}
