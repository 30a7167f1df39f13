def grade(n)
  if n > 7
    n -= 7
    return n
  end
  case n
  when 0 then 1
  when 5
    2
  else
    n.zero? ? 9 : n
  end
end
