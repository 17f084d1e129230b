using Shannon.Analytics.Storage;
using Shannon.Analytics.Storage.Auditing;

namespace Shannon.Analytics.Pipelines;

/// <summary>The stored definitions; every change is audited, by the pipeline's id and name alone, since conditions may name users. Thread-safe, also among processes.</summary>
internal sealed class PipelineCatalog(IStateStore state, IAuditLog audit)
{
    private const string Kind = "pipeline";

    internal async Task<Pipeline> AddAsync(PipelineDefinition definition, CancellationToken cancellationToken)
    {
        string id = "pipeline_" + Guid.NewGuid().ToString("N");
        await state.ApplyAsync([StateChange.Put(Kind, id, definition.ToJson(), expectedVersion: 0)], cancellationToken).ConfigureAwait(false);
        Pipeline pipeline = await NeedAsync(id, cancellationToken).ConfigureAwait(false);
        await AuditAsync("create", pipeline).ConfigureAwait(false);
        return pipeline;
    }

    internal async Task<Pipeline?> FindAsync(string id, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(id);
        return await state.GetStateAsync(Kind, id, cancellationToken).ConfigureAwait(false) is { } entry ? Read(entry) : null;
    }

    internal async Task<Pipeline> NeedAsync(string id, CancellationToken cancellationToken) =>
        await FindAsync(id, cancellationToken).ConfigureAwait(false) ?? throw new KeyNotFoundException("There is no pipeline of this id; Pipelines.ListAsync lists them.");

    internal async Task<IReadOnlyList<Pipeline>> ListAsync(CancellationToken cancellationToken) =>
        [.. (await state.ListStateAsync(Kind, cancellationToken).ConfigureAwait(false)).Select(Read).OrderBy(pipeline => pipeline.Name, StringComparer.Ordinal).ThenBy(pipeline => pipeline.Id, StringComparer.Ordinal)];

    /// <summary>Changes a definition; <paramref name="change"/> may be called again when another was faster.</summary>
    internal async Task<Pipeline> ChangeAsync(string id, string action, Func<PipelineDefinition, PipelineDefinition> change, CancellationToken cancellationToken)
    {
        Pipeline known;
        do
        {
            known = await NeedAsync(id, cancellationToken).ConfigureAwait(false);
        }
        while (!await state.ApplyAsync([StateChange.Put(Kind, id, change(known.Definition).ToJson(), known.Version)], cancellationToken).ConfigureAwait(false));
        Pipeline changed = await NeedAsync(id, cancellationToken).ConfigureAwait(false);
        await AuditAsync(action, changed).ConfigureAwait(false);
        return changed;
    }

    internal async Task<bool> DeleteAsync(string id, IReadOnlyList<StateChange> along, CancellationToken cancellationToken)
    {
        while (await FindAsync(id, cancellationToken).ConfigureAwait(false) is { } known)
        {
            if (await state.ApplyAsync([StateChange.Delete(Kind, id, known.Version), .. along], cancellationToken).ConfigureAwait(false))
            {
                await AuditAsync("delete", known).ConfigureAwait(false);
                return true;
            }
        }

        return false;
    }

    // What is done is done: giving up now would leave it out of the log.
    internal Task AuditAsync(string action, Pipeline pipeline, double? count = null)
    {
        var entry = new AuditEntry { Actor = "host", Action = "pipeline." + action, Target = "pipeline:" + pipeline.Id, Details = { ["name"] = pipeline.Name, ["version"] = pipeline.Version } };
        if (count is { } number)
        {
            entry.Details["count"] = number;
        }

        return audit.AppendAsync(entry, CancellationToken.None);
    }

    private static Pipeline Read(StateEntry entry) => new(entry.Id, PipelineDefinition.FromJson(entry.Value), entry.Version, entry.UpdatedAt);
}
