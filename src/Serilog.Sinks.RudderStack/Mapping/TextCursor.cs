namespace Serilog.Sinks.RudderStack.Mapping;

/// <summary>Reads a text from its beginning on. What does not come next leaves it where it is.</summary>
ref struct TextCursor
{
    public TextCursor(ReadOnlySpan<char> text) => Rest = text;

    public ReadOnlySpan<char> Rest { get; private set; }

    public readonly bool IsAtEnd => Rest.IsEmpty;

    /// <summary>Reads a number of exactly so many digits.</summary>
    public bool TryReadNumber(int width, out int number)
    {
        number = 0;
        if (Rest.Length < width)
            return false;

        var value = 0;
        foreach (var c in Rest.Slice(0, width))
        {
            if (!IsDigit(c))
                return false;
            value = value * 10 + (c - '0');
        }

        number = value;
        Rest = Rest.Slice(width);
        return true;
    }

    /// <summary>Reads one of several names of three letters, in any case.</summary>
    public bool TryReadName(string names, out int index)
    {
        const int width = 3;
        for (index = 0; index < names.Length / width && Rest.Length >= width; index++)
        {
            if (!Rest.Slice(0, width).Equals(names.AsSpan(index * width, width), StringComparison.OrdinalIgnoreCase))
                continue;

            Rest = Rest.Slice(width);
            return true;
        }

        return false;
    }

    /// <summary>Moves past a character, if it comes next.</summary>
    public bool Skip(char c)
    {
        if (Rest.IsEmpty || Rest[0] != c)
            return false;

        Rest = Rest.Slice(1);
        return true;
    }

    /// <summary>Moves past any blanks; false if there were none.</summary>
    public bool SkipBlanks()
    {
        var length = Rest.Length;
        Rest = Rest.TrimStart(' ');
        return Rest.Length < length;
    }

    static bool IsDigit(char c) => c is >= '0' and <= '9';
}
