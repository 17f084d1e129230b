using System.Runtime.InteropServices;
using SQLitePCL;

namespace Shannon.Analytics.Benchmarks.Macro.Rivals;

/// <summary>Turns the strings of one column into small integers; a new string is written to its own table in the open transaction.</summary>
internal sealed class StringInterner
{
    private readonly Dictionary<string, int> _ids = [];
    private readonly RawSqlite _database;
    private readonly sqlite3_stmt _insert;

    /// <summary>Creates the table of the column.</summary>
    public StringInterner(RawSqlite database, string column)
    {
        _database = database;
        database.Execute($"CREATE TABLE {column}_values(id INTEGER PRIMARY KEY, text TEXT NOT NULL)");
        _insert = database.Prepare($"INSERT INTO {column}_values(id, text) VALUES(?, ?)");
    }

    /// <summary>The integer of a string.</summary>
    public int Intern(string text)
    {
        ref int id = ref CollectionsMarshal.GetValueRefOrAddDefault(_ids, text, out bool known);
        if (!known)
        {
            id = _ids.Count;
            raw.sqlite3_bind_int(_insert, 1, id);
            raw.sqlite3_bind_text(_insert, 2, text);
            _database.Step(_insert);
        }

        return id;
    }

    /// <summary>The integers of a whole column.</summary>
    public int[] InternAll(string[] texts) => Array.ConvertAll(texts, Intern);
}
