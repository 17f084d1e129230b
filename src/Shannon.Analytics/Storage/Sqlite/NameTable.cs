using Shannon.Analytics.Storage.Blocks;

namespace Shannon.Analytics.Storage.Sqlite;

/// <summary>The writer's view of metric names: gives each its global id, inside the commit. Names are never removed, so ids stay valid until a rollback.</summary>
internal sealed class NameTable
{
    private readonly Dictionary<MetricName, long> _ids = [];

    internal long IdOf(RawConnection connection, MetricName name)
    {
        if (_ids.TryGetValue(name, out long id))
        {
            return id;
        }

        RawStatement find = connection.Prepared("SELECT id FROM names WHERE category=?1 AND name=?2").Bind(1, (long)name.Category).Bind(2, name.Name);
        if (find.Step())
        {
            id = find.Long(0);
            find.Reset();
        }
        else
        {
            RawStatement insert = connection.Prepared("INSERT INTO names(category,name) VALUES(?1,?2) RETURNING id").Bind(1, (long)name.Category).Bind(2, name.Name);
            insert.Step();
            id = insert.Long(0);
            insert.Reset();
            connection.Prepared("UPDATE names SET checksum=?2 WHERE id=?1").Bind(1, id).Bind(2, CatalogueChecksums.OfName(id, name)).Run();
        }

        _ids[name] = id;
        return id;
    }

    internal void Forget() => _ids.Clear();
}
