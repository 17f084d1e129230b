using System.Runtime.CompilerServices;

namespace Shannon.Analytics.ClaudeCode.Json;

/// <summary>
/// Walks over one JSON text (RFC 8259) and picks out values, passing over the rest at the speed of a search: transcripts are mostly long strings
/// nobody needs. Checks what it passes over as strictly as a parser would, except that UTF-8 is not checked inside strings. Never throws:
/// the first fault sets <see cref="Failed"/>, after which nothing more is found.
/// </summary>
internal ref struct JsonCursor
{
    /// <summary>Deeper nesting is a fault.</summary>
    internal const int MaxDepth = 1_000;

    private static readonly JsonKind[] Kinds = MakeKinds();

    private readonly ReadOnlySpan<byte> _data;
    private int _at;

    internal JsonCursor(ReadOnlySpan<byte> data) => _data = data;

    internal bool Failed { get; private set; }

    /// <summary>True if nothing but white space is left.</summary>
    internal bool IsAtEnd
    {
        get
        {
            SkipSpace();
            return _at == _data.Length;
        }
    }

    /// <summary>What comes next.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal JsonKind Peek()
    {
        SkipSpace();
        return _at < _data.Length ? Kinds[_data[_at]] : JsonKind.None;
    }

    /// <summary>Enters an object if one comes next; else passes over the value.</summary>
    internal bool EnterObject() => Enter(JsonKind.Object);

    /// <summary>Enters an array if one comes next; else passes over the value.</summary>
    internal bool EnterArray() => Enter(JsonKind.Array);

    /// <summary>Inside an object: finds the next name, whose value the caller must then consume. False at the end of the object, or on a fault.</summary>
    internal bool NextName(ref bool first, out TextRange name)
    {
        name = default;
        if (!NextElement(ref first, (byte)'}'))
        {
            return false;
        }

        return ReadName(out name);
    }

    /// <summary>Inside an array: finds the next item, which the caller must then consume. False at the end of the array, or on a fault.</summary>
    internal bool NextItem(ref bool first) => NextElement(ref first, (byte)']');

    /// <summary>Takes a string; passes over any other value.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal TextRange ReadText()
    {
        if (Peek() == JsonKind.Text)
        {
            ReadString(out TextRange text);
            return text;
        }

        Skip();
        return default;
    }

    /// <summary>Takes a boolean, also one written as text; passes over any other value, which counts as false.</summary>
    internal bool ReadBoolean()
    {
        JsonKind kind = Peek();
        if (kind == JsonKind.Text)
        {
            return ReadText().Is(_data, "true"u8);
        }

        Skip();
        return kind == JsonKind.True;
    }

    /// <summary>Takes the characters of a number, also of one written as text; passes over any other value, which gives none.</summary>
    internal ReadOnlySpan<byte> ReadNumber()
    {
        switch (Peek())
        {
            case JsonKind.Text:
                TextRange text = ReadText();
                return text.Escaped ? [] : text.In(_data);
            case JsonKind.Number:
                int start = _at;
                Skip();
                return Failed ? [] : _data[start.._at];
            default:
                Skip();
                return [];
        }
    }

    /// <summary>Passes over one value of any kind.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal void Skip()
    {
        switch (Peek())
        {
            case JsonKind.Text:
                ReadString(out _);
                break;
            case JsonKind.Object or JsonKind.Array:
                SkipContainer();
                break;
            default:
                SkipScalar();
                break;
        }
    }

    private bool Enter(JsonKind kind)
    {
        if (Peek() == kind)
        {
            _at++;
            return true;
        }

        Skip();
        return false;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private bool NextElement(ref bool first, byte end)
    {
        SkipSpace();
        if (Failed || _at >= _data.Length)
        {
            return Fail();
        }

        if (_data[_at] == end)
        {
            _at++;
            return false;
        }

        if (!first)
        {
            if (_data[_at] != ',')
            {
                return Fail();
            }

            _at++;
            SkipSpace();
            if (_at >= _data.Length || _data[_at] == end)
            {
                return Fail();
            }
        }

        first = false;
        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private bool ReadName(out TextRange name)
    {
        name = default;
        SkipSpace();
        if (_at >= _data.Length || _data[_at] != '"' || !ReadString(out name))
        {
            return Fail();
        }

        SkipSpace();
        if (_at >= _data.Length || _data[_at] != ':')
        {
            return Fail();
        }

        _at++;
        return true;
    }

    // Stands on the opening quote; afterwards behind the closing one.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private bool ReadString(out TextRange text)
    {
        int start = _at + 1;
        int end = StringEnd.Find(_data, start, out bool escaped);
        if (end < 0)
        {
            text = default;
            return Fail();
        }

        text = new TextRange(start, end - start, escaped);
        _at = end + 1;
        return true;
    }

    // Keeps for each level one bit, object or array, instead of calling itself: no input can exhaust the stack.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void SkipContainer()
    {
        Span<ulong> objects = stackalloc ulong[(MaxDepth / 64) + 1];
        int depth = 0;
        while (true)
        {
            switch (Peek())
            {
                case JsonKind.Object or JsonKind.Array when depth == MaxDepth:
                    Fail();
                    return;
                case JsonKind.Object:
                    _at++;
                    depth++;
                    objects[depth >> 6] |= 1UL << (depth & 63);
                    if (!IsNext((byte)'}'))
                    {
                        if (!ReadName(out _))
                        {
                            return;
                        }

                        continue;
                    }

                    break;
                case JsonKind.Array:
                    _at++;
                    depth++;
                    objects[depth >> 6] &= ~(1UL << (depth & 63));
                    if (!IsNext((byte)']'))
                    {
                        continue;
                    }

                    break;
                case JsonKind.Text:
                    ReadString(out _);
                    break;
                default:
                    SkipScalar();
                    break;
            }

            if (!Leave(objects, ref depth))
            {
                return;
            }
        }
    }

    // Behind a value: closes what ends here and goes on to the next value. False at the end of the outermost container, or on a fault.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private bool Leave(scoped ReadOnlySpan<ulong> objects, ref int depth)
    {
        while (!Failed)
        {
            bool inObject = (objects[depth >> 6] & (1UL << (depth & 63))) != 0;
            SkipSpace();
            byte next = _at < _data.Length ? _data[_at++] : (byte)0;
            if (next == ',')
            {
                return !inObject || ReadName(out _);
            }

            if (next != (inObject ? '}' : ']'))
            {
                return Fail();
            }

            if (--depth == 0)
            {
                return false;
            }
        }

        return false;
    }

    // Leave counts the level itself down, so an empty container stays on its closing bracket.
    private bool IsNext(byte end)
    {
        SkipSpace();
        return _at < _data.Length && _data[_at] == end;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void SkipScalar()
    {
        ReadOnlySpan<byte> rest = Failed ? [] : _data[_at..];
        int length = rest.StartsWith("true"u8) || rest.StartsWith("null"u8) ? 4
            : rest.StartsWith("false"u8) ? 5
            : NumberLength(rest);
        _at += length;
        if (length == 0)
        {
            Fail();
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int NumberLength(ReadOnlySpan<byte> text)
    {
        int at = text is [(byte)'-', ..] ? 1 : 0;
        int whole = Digits(text, at);
        if (whole == 0 || (whole > 1 && text[at] == '0'))
        {
            return 0;
        }

        at += whole;
        if (at < text.Length && text[at] == '.')
        {
            int fraction = Digits(text, at + 1);
            if (fraction == 0)
            {
                return 0;
            }

            at += 1 + fraction;
        }

        if (at < text.Length && (text[at] | 0x20) == 'e')
        {
            int sign = at + 1 < text.Length && text[at + 1] is (byte)'+' or (byte)'-' ? 1 : 0;
            int exponent = Digits(text, at + 1 + sign);
            if (exponent == 0)
            {
                return 0;
            }

            at += 1 + sign + exponent;
        }

        return at;
    }

    private static int Digits(ReadOnlySpan<byte> text, int from)
    {
        int at = from;
        while (at < text.Length && char.IsAsciiDigit((char)text[at]))
        {
            at++;
        }

        return at - from;
    }

    // Transcripts are written without white space: the usual case is one comparison.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void SkipSpace()
    {
        if (_at < _data.Length && _data[_at] <= ' ')
        {
            SkipSpaces();
        }
    }

    private void SkipSpaces()
    {
        while (_at < _data.Length && _data[_at] is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n')
        {
            _at++;
        }
    }

    private static JsonKind[] MakeKinds()
    {
        var kinds = new JsonKind[256];
        kinds['"'] = JsonKind.Text;
        kinds['{'] = JsonKind.Object;
        kinds['['] = JsonKind.Array;
        kinds['t'] = JsonKind.True;
        kinds['f'] = JsonKind.False;
        kinds['n'] = JsonKind.Null;
        kinds.AsSpan('0', 10).Fill(JsonKind.Number);
        kinds['-'] = JsonKind.Number;
        return kinds;
    }

    private bool Fail()
    {
        Failed = true;
        _at = _data.Length;
        return false;
    }
}
