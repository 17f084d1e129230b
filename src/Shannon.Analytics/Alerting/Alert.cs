namespace Shannon.Analytics.Alerting;

/// <summary>An alert as it is stored.</summary>
/// <param name="Id">Its id, given when it was made.</param>
/// <param name="Definition">What it watches and does.</param>
/// <param name="CreatedAt">When it was made, in UTC. Only records committed afterwards count.</param>
/// <param name="UpdatedAt">When its definition was last changed, in UTC.</param>
public sealed record Alert(string Id, AlertDefinition Definition, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt)
{
    /// <summary>One JSON object: <c>id</c>, <c>created_at</c>, <c>updated_at</c>, and the definition as <c>definition</c>.</summary>
    public string ToJson() => AlertJson.Write(this);
}
