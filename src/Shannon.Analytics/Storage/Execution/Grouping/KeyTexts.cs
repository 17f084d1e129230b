using System.Runtime.InteropServices;

namespace Shannon.Analytics.Storage.Execution.Grouping;

/// <summary>The texts of one key over a whole query: each gets a code, 0 standing for none. Not thread-safe.</summary>
internal sealed class KeyTexts
{
    private readonly Dictionary<string, int> _codes = new(StringComparer.Ordinal);
    private readonly Dictionary<long, int> _byGlobal = [];
    private readonly List<string?> _texts = [null];

    /// <summary>Codes lie below this.</summary>
    internal int Count => _texts.Count;

    internal string? this[int code] => _texts[code];

    /// <summary>The code of a text that a group of rows knows by a code of its own.</summary>
    internal int CodeOf(LocalKey key, int localCode)
    {
        if (key.GlobalOf(localCode) is not { } global)
        {
            return CodeOf(key.TextOf(localCode));
        }

        if (!_byGlobal.TryGetValue(global, out int code))
        {
            code = CodeOf(key.TextOf(localCode));
            _byGlobal.Add(global, code);
        }

        return code;
    }

    internal int CodeOf(string? text)
    {
        if (text is null)
        {
            return 0;
        }

        ref int code = ref CollectionsMarshal.GetValueRefOrAddDefault(_codes, text, out bool known);
        if (!known)
        {
            code = _texts.Count;
            _texts.Add(text);
        }

        return code;
    }

    /// <summary>Each code's place in ordinal order, none first.</summary>
    internal int[] Ranks()
    {
        int[] order = new int[_texts.Count];
        for (int i = 0; i < order.Length; i++)
        {
            order[i] = i;
        }

        Array.Sort(order, (a, b) => string.CompareOrdinal(_texts[a], _texts[b]));
        int[] ranks = new int[order.Length];
        for (int i = 0; i < order.Length; i++)
        {
            ranks[order[i]] = i;
        }

        return ranks;
    }
}
