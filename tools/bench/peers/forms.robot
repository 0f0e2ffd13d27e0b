*** Settings ***
Documentation       Robot Framework Browser, as its documentation writes it: keywords with assertions of their own.
Library             Browser    timeout=15s
Library             Collections
Library             tools/bench/peers/rounds.py


*** Test Cases ***
Fill Forms
    ${path}=    Browser Path
    ${sandbox}=    Sandbox
    New Browser    chromium    headless=True    executablePath=${path}    chromiumSandbox=${sandbox}
    New Page
    WHILE    True    limit=NONE
        ${job}=    Next Job
        IF    $job is None    BREAK
        ${times}=    Create List
        FOR    ${record}    IN    @{job}[records]
            ${seconds}=    Enter Record    ${job}    ${record}
            Append To List    ${times}    ${seconds}
        END
        Tell    ${times}
    END


*** Keywords ***
Enter Record
    [Arguments]    ${job}    ${record}
    ${started}=    Now
    IF    $record['opened']    Go To    ${job}[address]
    IF    $job['column'] == 'fill'
        Wait For Elements State    text=登録    visible
        ${started}=    Now
    END
    Enter Values    ${job}    ${record}[values]
    IF    $job['column'] == 'fill'
        Values Should Be    ${job}    ${record}[values]
        ${ended}=    Now
        Submit    ${record}[confirm]
    ELSE
        Submit    ${record}[confirm]
        ${ended}=    Now
    END
    RETURN    ${{ $ended - $started }}

Enter Values
    [Arguments]    ${job}    ${values}
    FOR    ${label}    ${name}    ${kind}    IN    @{{ [part for field in $job['form'] for part in field] }}
        ${field}=    Field    ${job}    ${label}    ${name}
        IF    $kind == 'select'
            Select Options By    ${field}    label    ${values}[${label}]
        ELSE
            Fill Text    ${field}    ${values}[${label}]
        END
    END

Values Should Be
    [Arguments]    ${job}    ${values}
    FOR    ${label}    ${name}    ${kind}    IN    @{{ [part for field in $job['form'] for part in field] }}
        ${field}=    Field    ${job}    ${label}    ${name}
        Get Property    ${field}    value    ==    ${values}[${label}]
    END

Field
    [Arguments]    ${job}    ${label}    ${name}
    IF    not $job['address'].endswith('/challenge')    RETURN    [name=${name}]
    ${field}=    Get Element By    Label    ${label}    exact=True
    RETURN    ${field}

Submit
    [Arguments]    ${confirm}
    Click    text=登録
    Wait For Elements State    text=${confirm}    visible
