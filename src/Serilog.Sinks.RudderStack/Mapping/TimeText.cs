namespace Serilog.Sinks.RudderStack.Mapping;

/// <summary>Reads points in time from text: RFC 3339, the calendar forms of ISO 8601 (basic and extended), RFC 1123.</summary>
/// <remarks>
/// The framework's parsers take at most seven fractional digits, one separator and no basic form, and what they refuse
/// costs an import its events. A time without a zone counts as UTC. Not read: years beyond four digits, week and ordinal
/// dates, and what only a culture can order (<c>06/05/2024</c>).
/// </remarks>
ref struct TimeText
{
    const int MinutesPerDay = 24 * 60;

    ReadOnlySpan<char> _rest;

    TimeText(ReadOnlySpan<char> text) => _rest = text;

    public static bool TryRead(string text, out DateTimeOffset time)
    {
        var trimmed = text.AsSpan().Trim();
        return new TimeText(trimmed).TryReadIso8601(out time) || new TimeText(trimmed).TryReadRfc1123(out time);
    }

    bool TryReadIso8601(out DateTimeOffset time)
    {
        time = default;
        if (!TryReadNumber(4, out var year))
            return false;

        var isExtended = Skip('-');
        if (!TryReadNumber(2, out var month) || (isExtended && !Skip('-')) || !TryReadNumber(2, out var day) || !TryMakeDate(year, month, day, out var date))
            return false;
        if (_rest.IsEmpty)
            return TryMakeTime(date, 0, 0, offset: 0, out time);

        // RFC 3339 allows a blank, and any case.
        if (!Skip('T') && !Skip('t') && !Skip(' '))
            return false;
        if (!TryReadClock(out var minute, out var ticks))
            return false;

        SkipBlanks();
        return TryReadOffset(out var offset) && _rest.IsEmpty && TryMakeTime(date, minute, ticks, offset, out time);
    }

    bool TryReadRfc1123(out DateTimeOffset time)
    {
        time = default;
        DayOfWeek? weekday = null;
        if (TryReadName("SunMonTueWedThuFriSat", out var index))
        {
            weekday = (DayOfWeek)index;
            if (!Skip(',') || !SkipBlanks())
                return false;
        }

        if (!(TryReadNumber(2, out var day) || TryReadNumber(1, out day)) || !SkipBlanks()
            || !TryReadName("JanFebMarAprMayJunJulAugSepOctNovDec", out var month) || !SkipBlanks()
            || !TryReadNumber(4, out var year) || !SkipBlanks()
            || !TryMakeDate(year, month + 1, day, out var date) || (weekday ?? date.DayOfWeek) != date.DayOfWeek
            || !TryReadClock(out var minute, out var ticks) || !SkipBlanks())
        {
            return false;
        }

        return (TryReadZone(out var offset) || (!_rest.IsEmpty && TryReadOffset(out offset)))
            && _rest.IsEmpty && TryMakeTime(date, minute, ticks, offset, out time);
    }

    // Hour, optionally minute, optionally second; the last may have a fraction.
    bool TryReadClock(out int minute, out long ticks)
    {
        minute = 0;
        ticks = 0;
        if (!TryReadNumber(2, out var hour) || hour > 24)
            return false;

        var unit = TimeSpan.TicksPerHour;
        var isExtended = Skip(':');
        if (TryReadNumber(2, out var minutes))
        {
            unit = TimeSpan.TicksPerMinute;
            isExtended = Skip(':');
            if (TryReadNumber(2, out var seconds))
            {
                unit = TimeSpan.TicksPerSecond;
                ticks = seconds * TimeSpan.TicksPerSecond;
                isExtended = false;
            }
        }

        if (isExtended || minutes > 59 || ticks > 60 * TimeSpan.TicksPerSecond || !TryReadFraction(unit, ref ticks))
            return false;

        minute = hour * 60 + minutes;
        if (unit > TimeSpan.TicksPerSecond)
        {
            minute += (int)(ticks / TimeSpan.TicksPerMinute);
            ticks %= TimeSpan.TicksPerMinute;
        }

        // 24:00 is the end of the day, and nothing comes after it.
        return minute < MinutesPerDay || (minute == MinutesPerDay && ticks == 0);
    }

    // Any number of digits; those below a tick are cut off.
    bool TryReadFraction(long unit, ref long ticks)
    {
        if (!Skip('.') && !Skip(','))
            return true;

        var fraction = 0m;
        var place = 0.1m;
        var digits = 0;
        for (; digits < _rest.Length && IsDigit(_rest[digits]); digits++, place /= 10)
            fraction += (_rest[digits] - '0') * place;
        _rest = _rest.Slice(digits);
        ticks += (long)(fraction * unit);
        return digits > 0;
    }

    // In minutes.
    bool TryReadOffset(out int offset)
    {
        offset = 0;
        if (_rest.IsEmpty || Skip('Z') || Skip('z'))
            return true;

        // ISO 8601 prefers the true minus sign.
        var isNegative = Skip('-') || Skip('\u2212');
        if ((!isNegative && !Skip('+')) || !TryReadNumber(2, out var hours))
            return false;

        var isExtended = Skip(':');
        if ((!TryReadNumber(2, out var minutes) && isExtended) || hours > 23 || minutes > 59)
            return false;

        offset = (hours * 60 + minutes) * (isNegative ? -1 : 1);
        return true;
    }

    // RFC 822, which RFC 1123 amends, has these; military letters are left out, since RFC 1123 says that they mean nothing.
    bool TryReadZone(out int offset)
    {
        var zone = _rest.ToString().ToUpperInvariant();
        var hours = zone switch
        {
            "GMT" or "UT" or "UTC" => 0,
            "EDT" => -4,
            "EST" or "CDT" => -5,
            "CST" or "MDT" => -6,
            "MST" or "PDT" => -7,
            "PST" => -8,
            _ => default(int?),
        };
        offset = 60 * hours ?? 0;
        if (hours is not null)
            _rest = default;
        return hours is not null;
    }

    static bool TryMakeDate(int year, int month, int day, out DateTime date)
    {
        date = default;
        if (year < 1 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month))
            return false;

        date = new DateTime(year, month, day, 0, 0, 0, DateTimeKind.Utc);
        return true;
    }

    static bool TryMakeTime(DateTime date, int minute, long ticks, int offset, out DateTimeOffset time)
    {
        time = default;
        var utcMinute = date.Ticks + (minute - offset) * TimeSpan.TicksPerMinute;
        var utc = utcMinute + ticks;
        if (utcMinute < 0 || utc > DateTime.MaxValue.Ticks)
            return false;

        // A leap second ends a day in UTC; .NET has none, so it is the first second of the next day.
        if (ticks >= 60 * TimeSpan.TicksPerSecond && utcMinute / TimeSpan.TicksPerMinute % MinutesPerDay != MinutesPerDay - 1)
            return false;

        time = new DateTimeOffset(utc, TimeSpan.Zero);
        return true;
    }

    bool TryReadNumber(int width, out int number)
    {
        number = 0;
        if (_rest.Length < width)
            return false;

        var value = 0;
        foreach (var c in _rest.Slice(0, width))
        {
            if (!IsDigit(c))
                return false;
            value = value * 10 + (c - '0');
        }

        number = value;
        _rest = _rest.Slice(width);
        return true;
    }

    // One of several names of three letters.
    bool TryReadName(string names, out int index)
    {
        const int width = 3;
        for (index = 0; index < names.Length / width && _rest.Length >= width; index++)
        {
            if (!_rest.Slice(0, width).Equals(names.AsSpan(index * width, width), StringComparison.OrdinalIgnoreCase))
                continue;

            _rest = _rest.Slice(width);
            return true;
        }

        return false;
    }

    bool Skip(char c)
    {
        if (_rest.IsEmpty || _rest[0] != c)
            return false;

        _rest = _rest.Slice(1);
        return true;
    }

    bool SkipBlanks()
    {
        var length = _rest.Length;
        _rest = _rest.TrimStart(' ');
        return _rest.Length < length;
    }

    static bool IsDigit(char c) => c is >= '0' and <= '9';
}
