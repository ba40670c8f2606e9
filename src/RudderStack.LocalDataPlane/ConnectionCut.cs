namespace RudderStack.Local;

/// <summary>When a <see cref="Fault"/> cuts the TCP connection.</summary>
public enum ConnectionCut
{
    /// <summary>Never.</summary>
    None,

    /// <summary>Before the body is read. Nothing is stored.</summary>
    BeforeReading,

    /// <summary>After the messages are stored and before the answer begins.</summary>
    AfterStoring,

    /// <summary>In the middle of the answer's body, after its headers.</summary>
    InAnswer,
}
