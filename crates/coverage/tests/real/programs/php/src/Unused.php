<?php
namespace Shop;

final class Unused
{
    public function unused(int $n): int
    {
        return $n + 1;
    }
}
